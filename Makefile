# Builds winnow, its library and its tests. `make help` lists what there is.

CC ?= cc
BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
CFLAGS ?= -O2 -g
INSTRUMENT ?=

# ---- flags ----

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Wundef

# Those of the flags $(1) that the compiler takes.
probe = printf 'int main(void){return 0;}' | $(CC) -Werror $(2) -x c -o /dev/null - 2>/dev/null
takes = $(shell if $(call probe,,$(1)); then echo '$(1)'; else for f in $(1); do $(call probe,,$$f) && echo "$$f"; done; fi)

# Asked once, and only when there is something to compile. An instrumented build does without.
HARDEN = $(eval HARDEN := $$(if $$(INSTRUMENT),,$$(call takes,-fstack-protector-strong -fcf-protection -fstack-clash-protection) $$(FORTIFY)))$(HARDEN)
HARDEN_LINK = $(eval HARDEN_LINK := $$(if $$(INSTRUMENT),,$$(call takes,-Wl$$(comma)-z$$(comma)relro -Wl$$(comma)-z$$(comma)now)))$(HARDEN_LINK)
FORTIFY = $(if $(filter -O1 -O2 -O3 -Os,$(CFLAGS)),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
comma := ,

# No path of this machine and no date gets into what is built.
PATHS = -ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(BUILD)=build

ALL_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) -Iinclude -Isrc -I$(BUILD)/gen -fPIC -fvisibility=hidden \
	$(PATHS) -MMD -MP -MT $@ $(EXPAT_CFLAGS) $(HARDEN) $(INSTRUMENT) $(CFLAGS) $(CPPFLAGS)
ALL_LDFLAGS = $(HARDEN_LINK) $(INSTRUMENT) $(CFLAGS) $(LDFLAGS)
PIE = -pie
# Compiles what runs while winnow is built.
HOST_CC ?= $(CC)
LINK_CC ?= $(CC)
LIBS = -lpcre2-8 -lyaml -lz $(EXPAT_LIBS) -pthread

# What is built only where its library is: the format feed. EXPAT= on the command line leaves it out.
EXPAT := $(shell pkg-config --exists expat 2>/dev/null && echo yes)
EXPAT_CFLAGS = $(if $(EXPAT),-DWN_HAS_EXPAT $(shell pkg-config --cflags expat))
EXPAT_LIBS = $(if $(EXPAT),-lexpat)

# What runs is shown in short; with V=1, in full.
Q = $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-5s %s\n' $(1) $@)

# ---- what there is ----

LIB_SRC := $(filter-out src/cli/% src/policy/bake/% src/match/unicode/%,$(sort $(wildcard src/*/*.c src/*/*/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
POLICIES := $(sort $(shell find policies -name '*.yaml'))
TEST_SRC := $(sort $(wildcard tests/unit/*.c tests/property/*.c))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/gen/builtin.o $(BUILD)/gen/image.o $(BUILD)/gen/page_text.o \
	$(BUILD)/gen/unicode_tables.o
BAKED := news
BAKE_SRC := src/policy/bake/bake.c $(filter src/base/% src/match/% src/policy/%,$(LIB_SRC))
BAKE_OBJ := $(BAKE_SRC:%.c=$(BUILD)/%.o) $(BUILD)/gen/builtin.o $(BUILD)/gen/no_image.o $(BUILD)/gen/unicode_tables.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)
TESTS := $(TEST_SRC:%.c=$(BUILD)/%)
THREADED := tests/property/test_team.c

VERSION := $(shell sed -n 's/^\#define WN_VERSION "\(.*\)"/\1/p' include/winnow.h)
SONAME := libwinnow.so.$(firstword $(subst ., ,$(VERSION)))
SHARED := libwinnow.so.$(VERSION)

.PHONY: all deps-static static-program schema demo check unit lint check-asan check-tsan check-clang coverage bench bench-check format install-deps install uninstall clean help \
	run-check run-threaded deps-build deps-check completions static dist distcheck check-static check-hosts FORCE
.DELETE_ON_ERROR:

all: $(BUILD)/winnow $(BUILD)/libwinnow.a $(BUILD)/libwinnow.so ## build the command and both libraries (the default)

# ---- the static program ----

# On musl where it is there, of the same libraries but for their unwind tables; on the GNU C library it takes 0.7 MB more.
# It has the policies as packed sources and no image. What guards control flow is left out: musl does not turn it on.
MUSL_GCC := $(shell command -v musl-gcc)
MUSL_LIB = $(shell sed -n 's|.*"\(/.*\)/musl-gcc.specs.*|\1|p' $(MUSL_GCC))
MULTIARCH = $(shell $(CC) -print-multiarch)
STATIC_LIB = $(BUILD)/static/lib
STATIC_FLAGS = PACK=pack BAKED= HOST_CC="$(HOST_CC)"
STATIC_CFLAGS = -Os -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables
STATIC_LDFLAGS = -s -Wl,--gc-sections
ifneq ($(MUSL_GCC),)
STATIC_FLAGS += CC="$(MUSL_GCC) -idirafter /usr/include $(MULTIARCH:%=-idirafter /usr/include/%)"
STATIC_FLAGS += MORE_OBJ='$$(patsubst %.c,$$(BUILD)/%.o,$$(wildcard src/cli/musl/*.c))'
STATIC_FLAGS += CFLAGS="$(STATIC_CFLAGS) $(call takes,-fcf-protection=none)" HOT_CFLAGS=-O2
STATIC_FLAGS += LINK_CC="$(CC)" PIE="-static-pie -nostdlib $(MUSL_LIB)/rcrt1.o -L$(STATIC_LIB) -L$(MUSL_LIB)" MORE_LIBS="-lc -lgcc"
STATIC_FLAGS += LDFLAGS="$(STATIC_LDFLAGS) -Wl,-z,stack-size=8388608 -Wl,-z,pack-relative-relocs"
STATIC_LIBS = $(patsubst -l%,$(STATIC_LIB)/lib%.a,$(filter -l%,$(LIBS)))
else
STATIC_FLAGS += CFLAGS="$(STATIC_CFLAGS)" PIE="$(or $(call takes,-static-pie),-static)" LDFLAGS="$(STATIC_LDFLAGS)"
endif

static: deps-static ## build $(BUILD)/static/winnow, which needs no file beside it
	@$(MAKE) --no-print-directory static-program

static-program: $(STATIC_LIBS)
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/static $(STATIC_FLAGS) $(BUILD)/static/winnow

$(STATIC_LIB)/%.a:
	@mkdir -p $(@D)
	$(Q)objcopy -R .eh_frame -R .rela.eh_frame "$$($(CC) -print-file-name=$(@F))" $@

# ---- building ----

$(BUILD)/winnow: $(CLI_OBJ) $(MORE_OBJ) $(BUILD)/libwinnow.a
	$(call say,LINK)
	$(Q)$(LINK_CC) $(PIE) $(ALL_LDFLAGS) -o $@ $^ $(LIBS) $(MORE_LIBS)

$(BUILD)/libwinnow.a: $(LIB_OBJ)
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(BUILD)/$(SHARED): $(LIB_OBJ) src/winnow.map
	$(call say,LINK)
	$(Q)$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=src/winnow.map $(if $(INSTRUMENT),,-Wl,-z,defs) $(ALL_LDFLAGS) \
		-o $@ $(LIB_OBJ) $(LIBS)

$(BUILD)/libwinnow.so: $(BUILD)/$(SHARED)
	$(Q)ln -sf $(SHARED) $(BUILD)/$(SONAME) && ln -sf $(SONAME) $@

# Asked once for a folder, before anything is compiled.
$(BUILD)/versions: .ci/versions
	@mkdir -p $(@D)
	@sh .ci/versions libpcre2-8 yaml-0.1 zlib libutf8proc $(if $(EXPAT),expat) && touch $@

$(BUILD)/%.o: %.c Makefile | $(BUILD)/versions
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# What filters a line: compiled to be fast, where the rest is as CFLAGS say. What is cleared for each line is small.
HOT_CFLAGS = $(eval HOT_CFLAGS := $$(if $$(INSTRUMENT),,$$(if $$(filter -O2,$$(CFLAGS)),-O3 \
	$$(call takes,-mmemset-strategy=unrolled_loop:256:noalign$$(comma)libcall:-1:noalign))))$(HOT_CFLAGS)
HOT = $(filter-out src/match/regex%,$(filter src/base/% src/match/% src/engine/%,$(LIB_SRC)))
$(HOT:%.c=$(BUILD)/%.o): CPPFLAGS += $(HOT_CFLAGS)
$(BUILD)/src/cli/musl/memory.o: CPPFLAGS += -O2 -fno-builtin -fno-tree-loop-distribute-patterns

$(BUILD)/gen/builtin.c: $(POLICIES) src/policy/embed.sh
	$(call say,EMBED)
	@mkdir -p $(@D)
	$(Q)sh src/policy/embed.sh policies $(PACK) > $@

$(BUILD)/gen/page_text.c: src/author/report/page.html src/author/report/embed.sh
	$(call say,EMBED)
	@mkdir -p $(@D)
	$(Q)sh src/author/report/embed.sh src/author/report/page.html $(PACK) > $@

$(BUILD)/gen/no_image.c:
	@mkdir -p $(@D)
	$(Q)printf '#include "policy/image.h"\nconst wn_image wn_images[] = {{0}};\n' > $@

# Made of what utf8proc knows, which is needed for nothing else.
$(BUILD)/gen/unicode: src/match/unicode/make.c src/match/unicode.h src/match/unicode_tables.h Makefile | $(BUILD)/versions
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) -std=c11 $(WARN) -Iinclude -Isrc -O1 -o $@ $< -lutf8proc

$(BUILD)/gen/unicode_tables.c: $(BUILD)/gen/unicode
	$(call say,MAKE)
	$(Q)$(BUILD)/gen/unicode > $@

$(BUILD)/gen/bake: $(BAKE_OBJ)
	$(call say,LINK)
	$(Q)$(CC) $(PIE) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/gen/image.c: $(BUILD)/gen/$(if $(BAKED),bake,no_image.c)
	$(call say,BAKE)
	$(Q)$(if $(BAKED),$(BUILD)/gen/bake $(BAKED),cat $<) > $@

$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(call say,CC)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: tests/%.c $(BUILD)/libwinnow.a
	$(call say,LINK)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) $$(pkg-config --cflags check) -o $@ $< $(BUILD)/libwinnow.a $(ALL_LDFLAGS) $(LIBS) \
		$$(pkg-config --libs check) -lutf8proc

# ---- fuzzing ----

FUZZERS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard fuzz/fuzz_*.c)))
FUZZ_OBJ := $(BUILD)/fuzz/fuzz.o $(filter-out $(BUILD)/src/cli/main.o,$(CLI_OBJ)) $(BUILD)/fuzz/command.o
FUZZ_BRED := cuts prefilter jit jsonl markup restore
# What has the main function: replay.c, or libFuzzer with mutate.c beside it where inputs are policies and documents.
FUZZ_MAIN = $(if $(LIBFUZZER),$(if $(filter $(FUZZ_BRED:%=fuzz_%),$(@F)),$(BUILD)/fuzz/mutate.o) -fsanitize=fuzzer,$(BUILD)/fuzz/replay.o)

fuzzers: $(FUZZERS)

# Guidance by compared values helps where bytes are read; in the loops of engine and match it takes a third of the time.
ifdef LIBFUZZER
$(BUILD)/src/engine/%.o $(BUILD)/src/match/%.o $(BUILD)/src/base/%.o: ALL_CFLAGS += -fno-sanitize-coverage=trace-cmp
endif

$(BUILD)/fuzz/fuzz_%: $(BUILD)/fuzz/fuzz_%.o $(FUZZ_OBJ) $(BUILD)/libwinnow.a $(if $(LIBFUZZER),$(BUILD)/fuzz/mutate.o,$(BUILD)/fuzz/replay.o)
	$(call say,LINK)
	$(Q)$(CC) $(PIE) $(ALL_LDFLAGS) -o $@ $< $(FUZZ_OBJ) $(FUZZ_MAIN) $(BUILD)/libwinnow.a $(LIBS)

# The command's main function under another name.
$(BUILD)/fuzz/command.o: src/cli/main.c
	$(call say,CC)
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CFLAGS) -Dmain=winnow_main -Wno-missing-prototypes -c -o $@ $<

.SECONDARY: $(FUZZERS:%=%.o) $(BUILD)/fuzz/fuzz.o $(BUILD)/fuzz/command.o $(BUILD)/fuzz/mutate.o $(BUILD)/fuzz/replay.o

# ---- trying ----

demo: deps-build ## build, and show an article before and after
	@$(MAKE) --no-print-directory -s all
	@sh tests/demo/show $(BUILD)/winnow

check: deps-check ## build and run all tests
	@$(MAKE) --no-print-directory run-check

run-check: all $(TESTS) $(FUZZERS)
	@CC="$(CC)" INSTRUMENT="$(INSTRUMENT)" bash tests/run $(BUILD) $(TESTS)

unit: $(TESTS) ## run the C tests only
	@bash tests/run --only $(BUILD) $(TESTS)

check-asan: deps-check ## run all tests with the address and undefined behaviour sanitizers
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CFLAGS="-O1 -g -fno-omit-frame-pointer" \
		INSTRUMENT="-fsanitize=address,undefined -fno-sanitize-recover=all" run-check

.PHONY: check-faults check-nojit check-valgrind fuzz fuzzers

FAULTS ?= --all

check-faults: deps-check ## make every allocation and every system call fail in turn
	@$(MAKE) --no-print-directory all
	@CC="$(CC)" BUILD=$(BUILD) bash tests/faults/run $(FAULTS)

check-tsan: deps-check ## run the tests that have threads with the thread sanitizer
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/tsan CFLAGS="-O1 -g -fno-omit-frame-pointer" \
		INSTRUMENT="-fsanitize=thread" run-threaded

run-threaded: $(BUILD)/winnow $(THREADED:%.c=$(BUILD)/%)
	@CC="$(CC)" INSTRUMENT="$(INSTRUMENT)" bash tests/run --only $(BUILD) $(THREADED:%.c=$(BUILD)/%) tests/cli/threads.sh

# Those that compile patterns; what a program without any does is the same with and without JIT.
MATCHING := $(filter-out $(patsubst %,$(BUILD)/tests/unit/test_%,base case_text chars encoding feed gzip html json log sample sha1 sha256 \
	similar split view),$(TESTS))

check-nojit: deps-check ## run tests with a PCRE2 that has no JIT compiler
	@$(MAKE) --no-print-directory all $(MATCHING)
	@CC="$(CC)" BUILD=$(BUILD) bash tests/faults/odd nojit $(MATCHING)

# Those that do not run for long, and between them reach every folder of the library.
WATCHED := $(patsubst %,$(BUILD)/tests/unit/test_%,base case_text feed gzip html json jsonl log pattern span split)

check-valgrind: deps-check ## run a part of the tests under valgrind
	@sh .ci/deps valgrind
	@$(MAKE) --no-print-directory all $(WATCHED)
	@CC="$(CC)" BUILD=$(BUILD) bash tests/faults/odd valgrind $(WATCHED)

fuzz: ## run every fuzz target for TIME seconds (60), or those of TARGETS
	@sh .ci/deps build check fuzz
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzzing CC=clang CFLAGS="-O2 -g -fno-omit-frame-pointer" LIBFUZZER=yes \
		INSTRUMENT="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" fuzzers
	@bash fuzz/run $(BUILD)/fuzzing $(or $(TIME),60) $(TARGETS)

check-clang: deps-check ## build with clang and run all tests
	@sh .ci/deps clang
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang run-check

check-static: all static ## build the static program and run it where there is nothing else
	@BUILD="$(abspath $(BUILD))" WINNOW="$(abspath $(BUILD))/static/winnow" CC="$(CC)" bash tests/cli/run tests/static/static.sh

check-hosts: deps-build ## run winnow inside the programs that it is made for, those that can be installed
	@sh .ci/deps hosts || true
	@$(MAKE) --no-print-directory -s all
	@BUILD="$(BUILD)" CC="$(CC)" bash tests/hosts/check

# Counters that threads share must be atomic. A process in the sandbox cannot write down what it reached: what sandbox.c
# does, tests/unit/test_sandbox.c tries call by call. The figures come also when a test has failed.
coverage: deps-check ## run all tests, and fail below 95 % of lines or 85 % of branches of src/
	@sh .ci/deps coverage
	@status=0; $(MAKE) --no-print-directory BUILD=$(BUILD)/coverage CFLAGS="-O0 -g" INSTRUMENT="--coverage -fprofile-update=atomic" run-check || status=1; \
	CC="$(CC)" BUILD=$(BUILD)/coverage bash tests/faults/run --samples 40 || status=1; \
	gcovr --root . --filter src/ --exclude src/policy/bake/ --exclude src/match/unicode/ --exclude src/cli/sandbox.c --object-directory $(BUILD)/coverage --print-summary \
		--gcov-ignore-parse-errors --fail-under-line 95 --fail-under-branch 85 $(BUILD)/coverage/src || status=1; \
	exit $$status

bench: ## measure against cat and the tools it replaces
	@sh .ci/deps build bench
	@$(MAKE) --no-print-directory -s all
	@CC="$(CC)" bash tests/bench/run $(BUILD)

bench-check: ## the same, and fail when a limit of the project is passed
	@sh .ci/deps build bench
	@$(MAKE) --no-print-directory -s all
	@CC="$(CC)" bash tests/bench/run --check $(BUILD)

lint: ## check layers, headers, format, and what clang-tidy and cppcheck find
	@sh .ci/deps build lint
	@CC="$(CC)" BUILD=$(BUILD) bash tests/lint/all

format: ## lay out the C files as .clang-format says
	clang-format -i $$(find src include tests $(wildcard fuzz) -name '*.[ch]' | LC_ALL=C sort)

# ---- keeping ----

BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
SHIPPED := $(POLICIES:policies/%=%) policy.schema.json

# What is installed, once for install and uninstall: MODE:SOURCE:TARGET, or "link":TEXT:TARGET.
INSTALLED = 755:$(BUILD)/winnow:$(BINDIR)/winnow \
	644:$(BUILD)/libwinnow.a:$(LIBDIR)/libwinnow.a \
	755:$(BUILD)/$(SHARED):$(LIBDIR)/$(SHARED) \
	link:$(SHARED):$(LIBDIR)/$(SONAME) \
	link:$(SONAME):$(LIBDIR)/libwinnow.so \
	644:include/winnow.h:$(INCLUDEDIR)/winnow.h \
	644:$(BUILD)/winnow.pc:$(LIBDIR)/pkgconfig/winnow.pc \
	644:src/man/winnow.1:$(MANDIR)/man1/winnow.1 \
	644:src/man/winnow.3:$(MANDIR)/man3/winnow.3 \
	644:src/man/winnow-policy.5:$(MANDIR)/man5/winnow-policy.5 \
	644:$(BUILD)/completions/bash:$(DATADIR)/bash-completion/completions/winnow \
	644:$(BUILD)/completions/zsh:$(DATADIR)/zsh/site-functions/_winnow \
	644:$(BUILD)/completions/fish:$(DATADIR)/fish/vendor_completions.d/winnow.fish \
	$(foreach file,$(SHIPPED),644:policies/$(file):$(DATADIR)/winnow/policies/$(file))
OWN_FOLDERS = $(sort $(foreach file,$(SHIPPED),$(patsubst %/,%,$(dir winnow/policies/$(file)))) winnow)

install: all completions $(BUILD)/winnow.pc ## install below PREFIX (and DESTDIR)
	@for entry in $(INSTALLED); do \
		mode=$${entry%%:*} rest=$${entry#*:}; source="$${rest%%:*}" target="$(DESTDIR)$${rest#*:}"; \
		{ [ -d "$${target%/*}" ] || install -d -m 755 "$${target%/*}"; } && case $$mode in \
		link) ln -sf "$$source" "$$target" ;; \
		*) install -m "$$mode" "$$source" "$$target" ;; \
		esac || exit 1; \
	done
	@echo "installed below $(DESTDIR)$(PREFIX)"

uninstall: ## remove what install put there
	@for entry in $(INSTALLED); do rm -f "$(DESTDIR)$${entry##*:}" || exit 1; done
	@for folder in $(OWN_FOLDERS); do echo "$(DESTDIR)$(DATADIR)/$$folder"; done | LC_ALL=C sort -r | while read -r folder; do \
		[ ! -d "$$folder" ] || rmdir "$$folder" 2>/dev/null || echo "left: $$folder, which holds other files"; done

$(BUILD)/winnow.pc: FORCE
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR:$(PREFIX)/%=$${prefix}/%)' \
		'includedir=$(INCLUDEDIR:$(PREFIX)/%=$${prefix}/%)' '' 'Name: winnow' \
		'Description: separates news articles from what clings to them' 'Version: $(VERSION)' \
		'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lwinnow' 'Libs.private: $(LIBS)' > $@

completions: $(BUILD)/completions/bash $(BUILD)/completions/zsh $(BUILD)/completions/fish

$(BUILD)/completions/%: $(BUILD)/winnow
	@mkdir -p $(@D)
	@$(BUILD)/winnow --completions $(@F) > $@

DIST = winnow-$(VERSION)
dist: ## make $(BUILD)/winnow-VERSION.tar.gz of the sources
	@mkdir -p $(BUILD)
	@sh tests/install/pack $(DIST) $(BUILD) > $(BUILD)/$(DIST).tar.gz
	@echo "$(BUILD)/$(DIST).tar.gz"

distcheck: dist deps-check ## unpack it, compare what it builds with what is built here, and run its tests
	@CC="$(CC)" bash tests/install/unpack $(BUILD) $(DIST)

schema: $(BUILD)/winnow ## write policies/policy.schema.json, which editors read
	$(BUILD)/winnow rules --schema > policies/policy.schema.json

install-deps: ## install the packages that building, tests and lint need
	@sh .ci/deps build check lint coverage clang

deps-build:
	@CC="$(CC)" sh .ci/deps build

deps-static:
	@CC="$(CC)" sh .ci/deps build static

deps-check:
	@CC="$(CC)" sh .ci/deps build check

clean: ## remove what was built
	rm -rf $(BUILD)

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target words; do \
		printf '  make %-14s %s\n' "$$target" "$$words"; done

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
