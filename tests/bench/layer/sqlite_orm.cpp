/*
 * The layer over sqlite_orm (https://github.com/fnc12/sqlite_orm), with statements prepared once.
 * Its rows are owned always.
 */
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sqlite_orm/sqlite_orm.h>

#include "bench.h"

namespace orm = sqlite_orm;

namespace
{

struct Task {
	std::int64_t id;
	std::string uuid, title, body, status;
	std::optional<std::string> assignee;
	std::int64_t priority, attempts;
	bool is_urgent;
	double score;
	std::optional<std::int64_t> session_id;
	std::vector<char> digest;
	std::string created_at;
	std::int64_t updated_at;
};

auto
make_tasks(const std::string &path)
{
	using orm::make_column;

	return orm::make_storage(
		path, orm::make_table("tasks", make_column("id", &Task::id, orm::primary_key()),
				      make_column("uuid", &Task::uuid),
				      make_column("title", &Task::title),
				      make_column("body", &Task::body),
				      make_column("status", &Task::status),
				      make_column("assignee", &Task::assignee),
				      make_column("priority", &Task::priority),
				      make_column("attempts", &Task::attempts),
				      make_column("is_urgent", &Task::is_urgent),
				      make_column("score", &Task::score),
				      make_column("session_id", &Task::session_id),
				      make_column("digest", &Task::digest),
				      make_column("created_at", &Task::created_at),
				      make_column("updated_at", &Task::updated_at)));
}

using Storage = decltype(make_tasks(""));
std::unique_ptr<Storage> storage;
sqlite3 *handle;

sqlite3 *
open_database(const char *path)
{
	Storage first = make_tasks(path);

	first.on_open = [](sqlite3 *opened) {
		handle = opened;
		bench_check(handle, sqlite3_exec(handle, bench_pragmas, nullptr, nullptr, nullptr));
	};
	/* A database in memory is opened by the constructor, which only a copy runs with on_open.
	 */
	storage = std::make_unique<Storage>(first);
	storage->open_forever();
	return handle;
}

/* Prepared statements are statics of the operations below, and end after main. */
void
close_database()
{
}

Task
to_task(const input &row)
{
	Task task;

	task.id = row.id;
	task.uuid.assign(row.uuid.data, static_cast<std::size_t>(row.uuid.size));
	task.title.assign(row.title.data, static_cast<std::size_t>(row.title.size));
	task.body.assign(row.body.data, static_cast<std::size_t>(row.body.size));
	task.status.assign(row.status.data, static_cast<std::size_t>(row.status.size));
	if (row.assignee.data)
		task.assignee = row.assignee.data;
	task.priority = row.priority;
	task.attempts = row.attempts;
	task.is_urgent = row.is_urgent;
	task.score = row.score;
	if (row.session_id)
		task.session_id = row.session_id;
	task.digest.assign(row.digest, row.digest + DIGEST_SIZE);
	task.created_at.assign(row.created_at.data, static_cast<std::size_t>(row.created_at.size));
	task.updated_at = row.updated_at;
	return task;
}

void
see_task(const Task &task)
{
	see_integer(task.id);
	see_text(task.uuid.c_str());
	see_text(task.title.c_str());
	see_text(task.body.c_str());
	see_text(task.status.c_str());
	see_text(task.assignee ? task.assignee->c_str() : nullptr);
	see_integer(task.priority);
	see_integer(task.attempts);
	see_integer(task.is_urgent);
	see_real(task.score);
	see_nullable_integer(task.session_id.has_value(), task.session_id.value_or(0));
	see_blob(task.digest.data(), task.digest.size());
	see_text(task.created_at.c_str());
	see_integer(task.updated_at);
}

void
insert(const input *row)
{
	static auto statement = storage->prepare(orm::insert(Task{}));

	orm::get<0>(statement) = to_task(*row);
	if (storage->execute(statement) == 0)
		std::abort();
}

void
update(const input *row)
{
	static auto statement = storage->prepare(orm::update(Task{}));

	orm::get<0>(statement) = to_task(*row);
	storage->execute(statement);
}

void
patch(const input *row)
{
	static auto statement = storage->prepare(
		orm::update_all(orm::set(orm::c(&Task::attempts) = std::int64_t{},
					 orm::c(&Task::updated_at) = std::int64_t{}),
				orm::where(orm::c(&Task::id) == std::int64_t{})));

	orm::get<0>(statement) = row->attempts;
	orm::get<1>(statement) = row->updated_at;
	orm::get<2>(statement) = row->id;
	storage->execute(statement);
}

void
get(std::int64_t id)
{
	static auto statement = storage->prepare(orm::get_optional<Task>(std::int64_t{}));

	orm::get<0>(statement) = id;
	if (auto task = storage->execute(statement))
		see_task(*task);
}

void
get_by_uuid(const text *uuid)
{
	static auto statement = storage->prepare(
		orm::get_all<Task>(orm::where(orm::c(&Task::uuid) == std::string{})));

	orm::get<0>(statement).assign(uuid->data, static_cast<std::size_t>(uuid->size));
	for (const Task &task : storage->execute(statement))
		see_task(task);
}

void
scan_owned()
{
	for (const Task &task : storage->iterate<Task>(orm::order_by(&Task::id)))
		see_task(task);
}

void
scan_load()
{
	static auto statement = storage->prepare(orm::get_all<Task>(orm::order_by(&Task::id)));

	for (const Task &task : storage->execute(statement))
		see_task(task);
}

void
list_load(std::int64_t session_id)
{
	static auto statement = storage->prepare(orm::get_all<Task>(
		orm::where(orm::c(&Task::session_id) == std::int64_t{}), orm::order_by(&Task::id)));

	orm::get<0>(statement) = session_id;
	for (const Task &task : storage->execute(statement))
		see_task(task);
}

template <class T, class F>
auto
take_excluded(F T::*field)
{
	return orm::c(field) = orm::excluded(field);
}

void
upsert(const input *row)
{
	static const Task none{};
	static auto statement = storage->prepare(orm::insert(
		orm::into<Task>(),
		orm::columns(&Task::id, &Task::uuid, &Task::title, &Task::body, &Task::status,
			     &Task::assignee, &Task::priority, &Task::attempts, &Task::is_urgent,
			     &Task::score, &Task::session_id, &Task::digest, &Task::created_at,
			     &Task::updated_at),
		orm::values(std::make_tuple(none.id, none.uuid, none.title, none.body, none.status,
					    none.assignee, none.priority, none.attempts,
					    none.is_urgent, none.score, none.session_id,
					    none.digest, none.created_at, none.updated_at)),
		orm::on_conflict(&Task::id).do_update(
			orm::set(take_excluded(&Task::uuid), take_excluded(&Task::title),
				 take_excluded(&Task::body), take_excluded(&Task::status),
				 take_excluded(&Task::assignee), take_excluded(&Task::priority),
				 take_excluded(&Task::attempts), take_excluded(&Task::is_urgent),
				 take_excluded(&Task::score), take_excluded(&Task::session_id),
				 take_excluded(&Task::digest), take_excluded(&Task::created_at),
				 take_excluded(&Task::updated_at)))));
	Task task = to_task(*row);

	orm::get<0>(statement) = task.id;
	orm::get<1>(statement) = std::move(task.uuid);
	orm::get<2>(statement) = std::move(task.title);
	orm::get<3>(statement) = std::move(task.body);
	orm::get<4>(statement) = std::move(task.status);
	orm::get<5>(statement) = std::move(task.assignee);
	orm::get<6>(statement) = task.priority;
	orm::get<7>(statement) = task.attempts;
	orm::get<8>(statement) = task.is_urgent;
	orm::get<9>(statement) = task.score;
	orm::get<10>(statement) = task.session_id;
	orm::get<11>(statement) = std::move(task.digest);
	orm::get<12>(statement) = std::move(task.created_at);
	orm::get<13>(statement) = task.updated_at;
	storage->execute(statement);
}

} // namespace

const struct layer layer = {
	open_database, close_database, insert,    get,    get_by_uuid, nullptr, scan_owned,
	scan_load,     nullptr,        list_load, update, patch,       upsert,
};
