/*
 * The layer over SQLiteCpp (https://github.com/SRombauts/SQLiteCpp): statements prepared once,
 * bound without a copy; an owned row is a struct of std::string.
 */
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "bench.h"

namespace
{

#define COLUMNS                                                                                    \
	"id, uuid, title, body, status, assignee, priority, attempts, is_urgent, score, "          \
	"session_id, digest, created_at, updated_at"

struct Task {
	std::int64_t id;
	std::string uuid, title, body, status;
	std::optional<std::string> assignee;
	std::int64_t priority, attempts;
	bool is_urgent;
	double score;
	std::optional<std::int64_t> session_id;
	std::string digest, created_at;
	std::int64_t updated_at;
};

struct Statements {
	SQLite::Statement insert, get, get_by_uuid, scan, list, update, patch, upsert;

	explicit Statements(SQLite::Database &db)
	    : insert(db, "INSERT INTO tasks (uuid, title, body, status, assignee, priority, "
			 "attempts, is_urgent, score, session_id, digest, created_at, updated_at) "
			 "VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"),
	      get(db, "SELECT " COLUMNS " FROM tasks WHERE id = ?1"),
	      get_by_uuid(db, "SELECT " COLUMNS " FROM tasks WHERE uuid = ?1"),
	      scan(db, "SELECT " COLUMNS " FROM tasks ORDER BY id"),
	      list(db, "SELECT " COLUMNS " FROM tasks WHERE session_id = ?1 ORDER BY id"),
	      update(db, "UPDATE tasks SET uuid = ?2, title = ?3, body = ?4, status = ?5, "
			 "assignee = ?6, priority = ?7, attempts = ?8, is_urgent = ?9, "
			 "score = ?10, session_id = ?11, digest = ?12, created_at = ?13, "
			 "updated_at = ?14 WHERE id = ?1"),
	      patch(db, "UPDATE tasks SET attempts = ?2, updated_at = ?3 WHERE id = ?1"),
	      upsert(db, "INSERT INTO tasks (" COLUMNS ") "
			 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "
			 "ON CONFLICT (id) DO UPDATE SET uuid = excluded.uuid, "
			 "title = excluded.title, body = excluded.body, "
			 "status = excluded.status, assignee = excluded.assignee, "
			 "priority = excluded.priority, attempts = excluded.attempts, "
			 "is_urgent = excluded.is_urgent, score = excluded.score, "
			 "session_id = excluded.session_id, digest = excluded.digest, "
			 "created_at = excluded.created_at, updated_at = excluded.updated_at")
	{
	}
};

std::unique_ptr<SQLite::Database> database;
std::unique_ptr<Statements> prepared;

/* The tables may not be there yet when the database is opened. */
Statements &
statements()
{
	if (!prepared)
		prepared = std::make_unique<Statements>(*database);
	return *prepared;
}

sqlite3 *
open_database(const char *path)
{
	database = std::make_unique<SQLite::Database>(path,
						      SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
	database->exec(bench_pragmas);
	return database->getHandle();
}

void
close_database()
{
	prepared.reset();
	database.reset();
}

void
bind_row(SQLite::Statement &statement, const input &row)
{
	statement.bindNoCopy(2, row.uuid.data);
	statement.bindNoCopy(3, row.title.data);
	statement.bindNoCopy(4, row.body.data);
	statement.bindNoCopy(5, row.status.data);
	if (row.assignee.data)
		statement.bindNoCopy(6, row.assignee.data);
	else
		statement.bind(6);
	statement.bind(7, row.priority);
	statement.bind(8, row.attempts);
	statement.bind(9, row.is_urgent);
	statement.bind(10, row.score);
	if (row.session_id)
		statement.bind(11, row.session_id);
	else
		statement.bind(11);
	statement.bindNoCopy(12, row.digest, DIGEST_SIZE);
	statement.bindNoCopy(13, row.created_at.data);
	statement.bind(14, row.updated_at);
}

Task
read_task(SQLite::Statement &row)
{
	Task task;

	task.id = row.getColumn(0).getInt64();
	task.uuid = row.getColumn(1).getString();
	task.title = row.getColumn(2).getString();
	task.body = row.getColumn(3).getString();
	task.status = row.getColumn(4).getString();
	if (auto assignee = row.getColumn(5); !assignee.isNull())
		task.assignee = assignee.getString();
	task.priority = row.getColumn(6).getInt64();
	task.attempts = row.getColumn(7).getInt64();
	task.is_urgent = row.getColumn(8).getInt64() != 0;
	task.score = row.getColumn(9).getDouble();
	if (auto session_id = row.getColumn(10); !session_id.isNull())
		task.session_id = session_id.getInt64();
	task.digest = row.getColumn(11).getString();
	task.created_at = row.getColumn(12).getString();
	task.updated_at = row.getColumn(13).getInt64();
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
see_borrowed(SQLite::Statement &row)
{
	see_integer(row.getColumn(0).getInt64());
	for (int i = 1; i <= 5; i++)
		see_text(row.getColumn(i).getText(nullptr));
	see_integer(row.getColumn(6).getInt64());
	see_integer(row.getColumn(7).getInt64());
	see_integer(row.getColumn(8).getInt64());
	see_real(row.getColumn(9).getDouble());
	auto session_id = row.getColumn(10);
	see_nullable_integer(!session_id.isNull(), session_id.getInt64());
	auto digest = row.getColumn(11);
	see_blob(digest.getBlob(), static_cast<std::size_t>(digest.getBytes()));
	see_text(row.getColumn(12).getText(nullptr));
	see_integer(row.getColumn(13).getInt64());
}

void
insert(const input *row)
{
	auto &statement = statements().insert;

	bind_row(statement, *row);
	statement.exec();
	statement.reset();
	if (database->getLastInsertRowid() == 0)
		std::abort();
}

void
change(SQLite::Statement &statement, const input &row)
{
	statement.bind(1, row.id);
	bind_row(statement, row);
	statement.exec();
	statement.reset();
}

void
update(const input *row)
{
	change(statements().update, *row);
}

void
upsert(const input *row)
{
	change(statements().upsert, *row);
}

void
patch(const input *row)
{
	auto &statement = statements().patch;

	statement.bind(1, row->id);
	statement.bind(2, row->attempts);
	statement.bind(3, row->updated_at);
	statement.exec();
	statement.reset();
}

void
take_task(SQLite::Statement &statement)
{
	std::optional<Task> task;

	if (statement.executeStep())
		task = read_task(statement);
	statement.reset();
	if (task)
		see_task(*task);
}

void
get(std::int64_t id)
{
	statements().get.bind(1, id);
	take_task(statements().get);
}

void
get_by_uuid(const text *uuid)
{
	statements().get_by_uuid.bindNoCopy(1, uuid->data);
	take_task(statements().get_by_uuid);
}

void
see_rows(SQLite::Statement &statement)
{
	while (statement.executeStep())
		see_borrowed(statement);
	statement.reset();
}

void
load_rows(SQLite::Statement &statement)
{
	std::vector<Task> tasks;

	while (statement.executeStep())
		tasks.push_back(read_task(statement));
	statement.reset();
	for (const Task &task : tasks)
		see_task(task);
}

void
scan()
{
	see_rows(statements().scan);
}

void
scan_owned()
{
	auto &statement = statements().scan;

	while (statement.executeStep())
		see_task(read_task(statement));
	statement.reset();
}

void
scan_load()
{
	load_rows(statements().scan);
}

void
list(std::int64_t session_id)
{
	statements().list.bind(1, session_id);
	see_rows(statements().list);
}

void
list_load(std::int64_t session_id)
{
	statements().list.bind(1, session_id);
	load_rows(statements().list);
}

} // namespace

const struct layer layer = {
	open_database, close_database, insert,    get,    get_by_uuid, scan,   scan_owned,
	scan_load,     list,           list_load, update, patch,       upsert,
};
