# For GNU make: a data layer that sqlgen writes.
#
#	include $(or $(shell pkg-config --variable=mk sqlgen),sqlgen.mk)
#	$(eval $(call sqlgen_generate,DIRECTORY,NAME,OPTIONS))
#	main.o: $(NAME_HEADERS)
#
# DIRECTORY (.) is where NAME.c and NAME.h (db) go, and the runtime beside them; OPTIONS are others of 'sqlgen generate',
# as "--config src/sqlgen.ini"; with "--runtime system" or "--runtime none" there is no runtime beside them. It sets
# NAME_SOURCES, NAME_HEADERS and NAME_OBJECTS, whose rules compile them as make does, with $(CC) and $(CFLAGS), and adds
# what was written to SQLGEN_FILES, for "clean" to remove. May be called more than once. What is made without a goal
# stays the first target of the Makefile itself.
#
# SQLGEN is the tool; in a cross build PKG_CONFIG_FOR_BUILD is the pkg-config that finds what runs here.
#
# sqlgen runs when a migration, a query or the configuration changes, is new or is gone. It leaves files alone in which
# nothing changed; NAME.d is rewritten at every run, and is the stamp. Of two layers in one directory, one must say
# "--runtime none".

PKG_CONFIG_FOR_BUILD ?= pkg-config
SQLGEN ?= $(shell $(PKG_CONFIG_FOR_BUILD) --variable=sqlgen sqlgen)

sqlgen_generate = $(call sqlgen_rules,$(patsubst ./%,%,$(or $(strip $(1)),.)/),$(or $(strip $(2)),db),$(strip $(subst --runtime=,--runtime ,$(3))))

# DIRECTORY/ (nothing for .), NAME, OPTIONS
define sqlgen_rules
sqlgen_goal := $$(.DEFAULT_GOAL)
$(2)_NAMES := $(2) $(if $(or $(findstring --runtime system,$(3)),$(findstring --runtime none,$(3))),,sqlgen)
$(2)_SOURCES := $$(patsubst %,$(1)%.c,$$($(2)_NAMES))
$(2)_HEADERS := $$(patsubst %,$(1)%.h,$$($(2)_NAMES))
$(2)_OBJECTS := $$($(2)_SOURCES:.c=.o)
SQLGEN_FILES += $$($(2)_SOURCES) $$($(2)_HEADERS) $(1)$(2).d
$(1)$(2).d:
	$$(SQLGEN) generate -q --output $(or $(1),.) --name $(2) --depfile $$@ $(3)
$$($(2)_SOURCES) $$($(2)_HEADERS): $(1)$(2).d
	@test -f $$@ || $$(SQLGEN) generate -q --output $(or $(1),.) --name $(2) --depfile $(1)$(2).d $(3)
$$($(2)_OBJECTS): $$($(2)_HEADERS)
ifneq ($$(if $$(MAKECMDGOALS),$$(filter-out %clean,$$(MAKECMDGOALS)),all),)
-include $(1)$(2).d
endif
.DEFAULT_GOAL := $$(sqlgen_goal)
endef
