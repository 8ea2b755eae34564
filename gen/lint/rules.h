#ifndef SQLGEN_RULES_H
#define SQLGEN_RULES_H

struct subject;

/* One function a rule; what each finds stands in the table of rules.c. */

/* rules_pragma.c */
void rule_pragma_fk_in_tx(struct subject *subject);
void rule_pragma_connection_local(struct subject *subject);
void rule_pragma_noop_after_create(struct subject *subject);
void rule_tx_forbidden(struct subject *subject);
void rule_legacy_alter_table(struct subject *subject);
void rule_writable_schema(struct subject *subject);

/* rules_transaction.c */
void rule_dangling_begin(struct subject *subject);
void rule_no_tx_not_idempotent(struct subject *subject);
void rule_prefer_if_exists(struct subject *subject);
void rule_pragma_owned(struct subject *subject);
void rule_if_not_exists_masks_drift(struct subject *subject);
void rule_temp_shadow(struct subject *subject);

/* rules_drop.c */
void rule_drop_parent_with_children(struct subject *subject);
void rule_drop_index_backing_fk(struct subject *subject);
void rule_rename_table(struct subject *subject);
void rule_rename_column(struct subject *subject);
void rule_create_table_as(struct subject *subject);
void rule_same_release_contract(struct subject *subject);

/* rules_rebuild.c */
void rule_rebuild_lost_index(struct subject *subject);
void rule_rebuild_lost_trigger(struct subject *subject);
void rule_rebuild_lost_view(struct subject *subject);
void rule_rebuild_autoincrement_reset(struct subject *subject);
void rule_rebuild_rowid_renumber(struct subject *subject);
void rule_rebuild_cascade_loss(struct subject *subject);
void rule_defer_fk_no_cascade_guard(struct subject *subject);
void rule_rebuild_wrong_order(struct subject *subject);
void rule_rebuild_leftover(struct subject *subject);
void rule_rebuild_select_star(struct subject *subject);

/* rules_rebuilt.c */
void rule_rebuild_lost_constraint(struct subject *subject);
void rule_change_type(struct subject *subject);
void rule_add_fk_existing(struct subject *subject);
void rule_to_strict(struct subject *subject);

/* rules_data.c */
void rule_update_delete_no_where(struct subject *subject);
void rule_big_backfill(struct subject *subject);
void rule_replace_into_parent(struct subject *subject);
void rule_rollback_conflict_clause(struct subject *subject);
void rule_nondeterministic_data(struct subject *subject);
void rule_discarded_check(struct subject *subject);
void rule_shadow_table_write(struct subject *subject);

/* rules_key.c */
void rule_no_primary_key(struct subject *subject);
void rule_nullable_pk(struct subject *subject);
void rule_int_pk_not_rowid(struct subject *subject);
void rule_fk_without_index(struct subject *subject);
void rule_fk_type_mismatch(struct subject *subject);
void rule_duplicate_index(struct subject *subject);
void rule_wide_index(struct subject *subject);
void rule_autoincrement_unneeded(struct subject *subject);

/* rules_type.c */
void rule_odd_type(struct subject *subject);
void rule_numeric_date(struct subject *subject);
void rule_prefer_strict(struct subject *subject);
void rule_reserved_word(struct subject *subject);
void rule_nondet_index(struct subject *subject);

/* rules_view.c */
void rule_view_star(struct subject *subject);
void rule_positional_insert(struct subject *subject);

/* rules_version.c */
void rule_min_sqlite(struct subject *subject);

/* rules_down.c */
void rule_down_fails(struct subject *subject);
void rule_down_not_inverse(struct subject *subject);

/* rules_file.c */
void rule_version_gap(struct subject *subject);
void rule_mixed_scheme(struct subject *subject);
void rule_lexical_order(struct subject *subject);
void rule_future_timestamp(struct subject *subject);
void rule_missing_down(struct subject *subject);

#endif
