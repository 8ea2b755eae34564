#include "input/convention.h"

#include <string.h>

#include "base/arena.h"
#include "input/migrations.h"
#include "input/tool_name.h"

static const struct convention conventions[CONVENTION_COUNT] = {
	[CONVENTION_NATIVE] = {
		.name = "native",
		.forms = "'0001_name.sql' and '0001_name.down.sql'",
		.read = migration_name_native,
		.refuses_equal = true,
		.refuses_lone_down = true,
		.no_transaction = "-- atlas:txmode none",
		.next = "{v}_{n}.sql",
	},
	[CONVENTION_GOLANG] = {
		.name = "golang-migrate",
		.forms = "'1_name.up.sql' and '1_name.down.sql'",
		.read = migration_name_golang,
		.pairs_by_version = true,
		.no_transaction = "-- no-transaction",
		.writes_down = true,
		.next = "{v}_{n}.sql",
	},
	[CONVENTION_SQLX] = {
		.name = "sqlx",
		.forms = "'20240131120000_name.sql', '.up.sql' and '.down.sql'",
		.read = migration_name_sqlx,
		.refuses_equal = true,
		.pairs_by_version = true,
		.no_transaction = "-- no-transaction",
		.counts_by_time = true,
		.next = "{v}_{n}.sql",
	},
	[CONVENTION_GOOSE] = {
		.name = "goose",
		.forms = "'00001_name.sql', with '-- +goose Up' in it",
		.read = tool_name_loose,
		.has_sections = true,
		.refuses_equal = true,
		.counts_by_time = true,
		.next = "{v}_{n}.sql",
		.up = "-- +goose Up\n",
		.down = "-- +goose Down\n",
	},
	[CONVENTION_DBMATE] = {
		.name = "dbmate",
		.forms = "'20240131120000_name.sql', with '-- migrate:up' in it",
		.read = tool_name_dbmate,
		.has_sections = true,
		.refuses_equal = true,
		.counts_by_time = true,
		.next = "{v}_{n}.sql",
		.up = "-- migrate:up\n",
		.down = "-- migrate:down\n",
	},
	[CONVENTION_SQL_MIGRATE] = {
		.name = "sql-migrate",
		.forms = "'1_name.sql', with '-- +migrate Up' in it",
		.read = tool_name_loose,
		.has_sections = true,
		.counts_by_time = true,
		.next = "{v}-{n}.sql",
		.up = "-- +migrate Up\n",
		.down = "-- +migrate Down\n",
	},
	[CONVENTION_MICRATE] = {
		.name = "micrate",
		.forms = "'20240131120000_name.sql', with '-- +micrate Up' in it",
		.read = tool_name_loose,
		.has_sections = true,
		.refuses_equal = true,
		.counts_by_time = true,
		.next = "{v}_{n}.sql",
		.up = "-- +micrate Up\n",
		.down = "-- +micrate Down\n",
	},
	[CONVENTION_NODE_SQLITE] = {
		.name = "node-sqlite",
		.forms = "'001-name.sql', with '-- Up' and '-- Down' in it",
		.read = tool_name_loose,
		.has_sections = true,
		.refuses_equal = true,
		.next = "{v}-{n}.sql",
		.up = "-- Up\n",
		.down = "-- Down\n",
	},
	[CONVENTION_JOY] = {
		.name = "joy",
		.forms = "'20240131120000-name.sql', with '-- up' and '-- down' in it",
		.read = tool_name_loose,
		.has_sections = true,
		.refuses_equal = true,
		.counts_by_time = true,
		.next = "{v}-{n}.sql",
		.up = "-- up\n",
		.down = "-- down\n",
	},
	[CONVENTION_FLYWAY] = {
		.name = "flyway",
		.forms = "'V1.2__name.sql', 'U1.2__name.sql' and 'R__name.sql'",
		.read = tool_name_flyway,
		.goes_deep = true,
		.refuses_equal = true,
		.pairs_by_version = true,
		.next = "V{v}__{n}.sql",
	},
	[CONVENTION_REFINERY] = {
		.name = "refinery",
		.forms = "'V1__name.sql' and 'U1__name.sql'",
		.read = tool_name_refinery,
		.goes_deep = true,
		.refuses_equal = true,
		.next = "V{v}__{n}.sql",
	},
	[CONVENTION_DIESEL] = {
		.name = "diesel",
		.forms = "'2024-01-31-120000_name/up.sql' and 'down.sql'",
		.kind = KIND_FOLDERS,
		.read = tool_name_diesel,
		.refuses_equal = true,
		.counts_by_time = true,
		.writes_down = true,
		.next = "{v}_{n}/up.sql",
	},
	[CONVENTION_RUSQLITE] = {
		.name = "rusqlite",
		.forms = "'01-name/up.sql' and 'down.sql'",
		.kind = KIND_FOLDERS,
		.read = tool_name_rusqlite,
		.refuses_equal = true,
		.next = "{v}-{n}/up.sql",
	},
	[CONVENTION_PRISMA] = {
		.name = "prisma",
		.forms = "'20240131120000_name/migration.sql'",
		.kind = KIND_FOLDERS,
		.read = tool_name_folder,
	},
	[CONVENTION_DRIZZLE] = {
		.name = "drizzle",
		.forms = "as 'meta/_journal.json' says",
		.kind = KIND_JOURNAL,
		.read = tool_name_listed,
	},
	[CONVENTION_DRIZZLE_FOLDERS] = {
		.name = "drizzle-folders",
		.forms = "'20240131120000_name/migration.sql', with 'snapshot.json' beside it",
		.kind = KIND_FOLDERS,
		.read = tool_name_folder,
	},
	[CONVENTION_D1] = {
		.name = "d1",
		.forms = "'0001_name.sql'",
		.read = tool_name_loose,
		.next = "{v}_{n}.sql",
	},
	[CONVENTION_SQITCH] = {
		.name = "sqitch",
		.forms = "as 'sqitch.plan' says",
		.kind = KIND_PLAN,
		.read = tool_name_listed,
	},
	[CONVENTION_SQLDELIGHT] = {
		.name = "sqldelight",
		.forms = "'1.sqm', or the schema in '.sq' files",
		.kind = KIND_QUERIES,
		.read = tool_name_sqm,
		.goes_deep = true,
		.refuses_equal = true,
	},
	[CONVENTION_POP] = {
		.name = "pop",
		.forms = "'20240131120000_name.sqlite3.up.sql', '.up.sql' and '.down.sql'",
		.read = tool_name_pop,
		.ignores_marks = true,
		.pairs_by_version = true,
		.counts_by_time = true,
		.writes_down = true,
		.next = "{v}_{n}.sql",
	},
	[CONVENTION_MAUTRIX] = {
		.name = "mautrix",
		.forms = "'01-name.sql', with '-- v0 -> v1: why' at the start",
		.kind = KIND_CHAIN,
		.read = tool_name_loose,
	},
	[CONVENTION_NUMBERED] = {
		.name = "numbered",
		.forms = "'1.sql', '1.2.3.sql', 'version-001.sql' or 'V0001.Name.up.sql'",
		.read = tool_name_numbered,
		.pairs_by_version = true,
	},
	[CONVENTION_SCHEMA] = {
		.name = "schema",
		.forms = "as they like",
		.kind = KIND_SCHEMA,
		.read = tool_name_listed,
	},
};

const char *
convention_name(const struct convention *convention)
{
	return convention->name;
}

const struct convention *
convention_find(const char *name)
{
	for (size_t i = 0; i < CONVENTION_COUNT; i++) {
		if (strcmp(conventions[i].name, name) == 0)
			return &conventions[i];
	}
	return NULL;
}

char *
convention_list(const char *joint, struct arena *arena)
{
	char *list = arena_string(arena, conventions[0].name);
	for (size_t i = 1; i < CONVENTION_COUNT; i++) {
		list = arena_format(arena, "%s%s%s", list, i + 1 < CONVENTION_COUNT ? ", " : joint,
				    conventions[i].name);
	}
	return list;
}

const struct convention *
convention_row(enum convention_id id)
{
	return &conventions[id];
}
