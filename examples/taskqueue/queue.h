#ifndef QUEUE_H
#define QUEUE_H

struct db;

/*
 * Runs the ready tasks, the one with the highest calculated priority first, until none is left. A
 * completed task makes ready what waited for it alone. Returns an SQLite result code.
 */
int queue_run(struct db *db);

#endif
