#include "schema/dump_names.h"

#include <stddef.h>

const char *
affinity_name(enum affinity affinity)
{
	switch (affinity) {
	case AFFINITY_BLOB:
		return "BLOB";
	case AFFINITY_TEXT:
		return "TEXT";
	case AFFINITY_NUMERIC:
		return "NUMERIC";
	case AFFINITY_INTEGER:
		return "INTEGER";
	case AFFINITY_REAL:
		return "REAL";
	}
	return "";
}

const char *
generated_name(enum generated_kind generated)
{
	switch (generated) {
	case GENERATED_NO:
		return NULL;
	case GENERATED_VIRTUAL:
		return "virtual";
	case GENERATED_STORED:
		return "stored";
	}
	return NULL;
}

const char *
kind_name(enum table_kind kind)
{
	switch (kind) {
	case TABLE_ORDINARY:
		return "table";
	case TABLE_VIRTUAL:
		return "virtual table";
	case TABLE_VIEW:
		return "view";
	}
	return "";
}

const char *
origin_name(enum index_origin origin)
{
	switch (origin) {
	case INDEX_CREATED:
		return "created";
	case INDEX_UNIQUE_CONSTRAINT:
		return "unique constraint";
	case INDEX_PRIMARY_KEY:
		return "primary key";
	}
	return "";
}

const char *
event_name(enum trigger_event event)
{
	switch (event) {
	case TRIGGER_INSERT:
		return "insert";
	case TRIGGER_UPDATE:
		return "update";
	case TRIGGER_DELETE:
		return "delete";
	}
	return "";
}
