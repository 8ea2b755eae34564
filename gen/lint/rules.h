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

/* rules_key.c */
void rule_no_primary_key(struct subject *subject);
void rule_nullable_pk(struct subject *subject);
void rule_int_pk_not_rowid(struct subject *subject);
void rule_fk_without_index(struct subject *subject);
void rule_fk_type_mismatch(struct subject *subject);
void rule_duplicate_index(struct subject *subject);
void rule_wide_index(struct subject *subject);
void rule_autoincrement_unneeded(struct subject *subject);

#endif
