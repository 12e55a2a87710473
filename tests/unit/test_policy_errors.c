/* test_policy_errors.c: what is refused in a policy, where the error points, and what it says.
 *
 * Each row of the table is a policy with one fault. A text that begins with "- " is a list of rules
 * and gets its head from the test: it begins in line 3. */
#include "winnow.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "winnow: 1\nrules:\n"

typedef struct fault {
    const char *name; /* what is refused */
    const char *text;
    uint32_t    line, column; /* where the error points */
    const char *says;         /* part of the message */
} fault;

static const fault faults[] = {
    /* the file */
    {"a file without its language version", "name: harbour\n", 1, 1, "no key winnow"},
    {"a newer language", "winnow: 2\nfuture: true\n", 1, 9, "policy language 2, in a winnow that knows up to 1"},
    {"a language version that is no number", "winnow: one\n", 1, 9, "\"winnow\" in the policy must be 1, not \"one\""},
    {"a policy that is a list", "- winnow: 1\n", 1, 1, "no key winnow"},
    {"an unknown key at the top", "winnow: 1\nrule: []\n", 2, 1,
     "unknown key \"rule\" in the policy; did you mean \"rules\"?"},
    {"rules that are no list", "winnow: 1\nrules: {id: a}\n", 2, 8,
     "\"rules\" in the policy must be a list of maps, not a map"},
    {"a rule that is no map", "- ad.label\n", 3, 3, "rule 1 is not a map"},
    {"a guard that is a number", "winnow: 1\nguard: 40%\n", 2, 8, "\"guard\" in the policy must be off, not \"40%\""},
    {"an unknown key of the guard", "winnow: 1\nguard: {max-removed-pros: 40%}\n", 2, 9,
     "did you mean \"max-removed-prose\"?"},
    {"an empty name", "winnow: 1\nname: ''\n", 2, 7, "\"name\" in the policy must be text, not empty"},

    /* keys of a rule */
    {"an unknown key in a unit", "- id: ap.more\n  line: {mach: '^more$'}\n", 4, 10,
     "unknown key \"mach\" in rule \"ap.more\"; did you mean \"match\"?"},
    {"an unknown key of a rule", "- id: ap.more\n  lines: '^more$'\n", 4, 3,
     "unknown key \"lines\" in rule \"ap.more\"; did you mean \"line\"?"},
    {"a key like no other", "- {id: a, line: 'x', zzzzzzzz: 1}\n", 3, 22, "unknown key \"zzzzzzzz\" in rule \"a\""},
    {"a condition beside the unit", "- {id: a, line: 'x', words: {max: 3}}\n", 3, 22,
     "conditions stand below the unit"},
    {"a setting inside the unit", "- {id: a, line: {match: 'x', level: 1}}\n", 3, 30, "it stands beside the unit"},
    {"a rule without an id", "- line: 'x'\n", 3, 3, "no \"id\" in rule 1; it needs one"},
    {"an id with a capital", "- {id: Ad.label, line: 'x'}\n", 3, 8, "must be a name of at most 80 small letters"},
    {"an id that begins with a dot", "- {id: .label, line: 'x'}\n", 3, 8, "it begins with a letter or digit"},
    {"an id of 81 bytes",
     "- {id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, line: 'x'}\n", 3, 8,
     "at most 80"},
    {"an id in a list", "- {id: [a], line: 'x'}\n", 3, 8, "not a list"},
    {"a rule without a unit", "- {id: a, level: 1}\n", 3, 3, "no unit in rule \"a\"; give it line, block,"},
    {"two units", "- {id: a, line: 'x', span: 'y'}\n", 3, 22,
     "\"span\" beside \"line\", in rule \"a\"; a rule has one unit"},
    {"the same id twice", "- {id: a, line: 'x'}\n- {id: a, line: 'y'}\n", 4, 8,
     "id \"a\" is already used at p.yaml:3:3; ids are unique"},
    {"an earlier id that is in use", "- {id: a, line: 'x'}\n- {id: b, was: [a], line: 'y'}\n", 4, 17,
     "id \"a\" is already used"},
    {"an id that was another rule's", "- {id: a, was: [c], line: 'x'}\n- {id: c, line: 'y'}\n", 4, 8,
     "is the earlier id of a rule at p.yaml:3:3"},
    {"level 0", "- {id: a, level: 0, line: 'x'}\n", 3, 18, "must be a whole number from 1 to 3, not \"0\""},
    {"level 4", "- {id: a, level: 4, line: 'x'}\n", 3, 18, "from 1 to 3"},
    {"a level in words", "- {id: a, level: high, line: 'x'}\n", 3, 18, "from 1 to 3, not \"high\""},
    {"a level with a fraction", "- {id: a, level: 1.5, line: 'x'}\n", 3, 18, "from 1 to 3"},
    {"a switch that YAML 1.1 would take", "- {id: a, shadow: yes, line: 'x'}\n", 3, 19,
     "must be true or false, not \"yes\""},
    {"an unknown action", "- {id: a, action: stip, line: 'x'}\n", 3, 19,
     "strip, keep, mark, replace, extract, flag or reject, not \"stip\"; did you mean \"strip\"?"},
    {"an empty reason", "- {id: a, why: '', line: 'x'}\n", 3, 16, "\"why\" in rule \"a\" must be text, not empty"},
    {"a hit that is a map", "- {id: a, line: 'x', hits: [{text: x}]}\n", 3, 29,
     "\"hits\" in rule \"a\" must be text, not a map"},

    /* actions and units */
    {"to reject a line", "- {id: a, action: reject, line: 'x'}\n", 3, 19,
     "action \"reject\" with unit \"line\", in rule \"a\"; it works with document"},
    {"to strip a document", "- {id: a, document: 'x'}\n", 3, 3, "action \"strip\" with unit \"document\""},
    {"to keep a section", "- {id: a, action: keep, section: 'x'}\n", 3, 19, "it works with line or block"},
    {"to mark a tail", "- {id: a, action: mark, tail: 'x'}\n", 3, 19, "it works with line or block"},
    {"to flag a span", "- {id: a, action: flag, span: 'x'}\n", 3, 19, "it works with line, block or document"},
    {"to replace a block", "- {id: a, action: replace, with: y, block: 'x'}\n", 3, 19, "it works with line or span"},
    {"to replace with nothing said", "- {id: a, action: replace, span: 'x'}\n", 3, 3,
     "no \"with\" in rule \"a\"; action: replace needs it"},
    {"a replacement for what is stripped", "- {id: a, with: y, span: 'x'}\n", 3, 17,
     "\"with\" without action: replace, in rule \"a\""},
    {"to extract into no field", "- {id: a, action: extract, line: 'x'}\n", 3, 3,
     "no \"field\" in rule \"a\"; action: extract needs it"},
    {"a field for what is kept", "- {id: a, action: keep, field: f, line: 'x'}\n", 3, 32,
     "\"field\" without action: extract"},
    {"a lonely dollar sign", "- {id: a, action: replace, with: 'a $b', span: 'x'}\n", 3, 37,
     "dollar sign that refers to nothing"},
    {"a reference to a missing group", "- {id: a, action: replace, with: '${no}', span: '(?<yes>x)'}\n", 3, 35,
     "reference to a group that the pattern does not have"},

    /* values of conditions */
    {"a number where a range belongs", "- {id: a, line: {match: 'x', words: 3}}\n", 3, 37,
     "\"words\" in rule \"a\" must be a map, not \"3\""},
    {"a negative number", "- {id: a, line: {words: {max: -1}}}\n", 3, 31, "from 0 to 10000000, not \"-1\""},
    {"a number too large for 64 bits", "- {id: a, line: {words: {max: 99999999999999999999}}}\n", 3, 31,
     "from 0 to 10000000"},
    {"not a number", "- {id: a, line: {words: {min: .nan}}}\n", 3, 31, "not \".nan\""},
    {"a hexadecimal number", "- {id: a, line: {first: 0x10}}\n", 3, 25, "a whole number from 1 to 100000"},
    {"a range upside down", "- {id: a, line: {words: {min: 9, max: 3}}}\n", 3, 31,
     "\"min\" is above \"max\", in rule \"a\""},
    {"an empty range", "- {id: a, line: {words: {}}}\n", 3, 25, "must be a map, not an empty map"},
    {"shares upside down", "- {id: a, line: {prose-before: {min: 9.5%, max: 9%}}}\n", 3, 38,
     "\"min\" is above \"max\""},
    {"a share without its sign", "- {id: a, line: {prose-before: {min: 50}}}\n", 3, 38,
     "must be a share from 0% to 100%, such as 40%, not \"50\""},
    {"a share over the whole", "- {id: a, line: {prose-after: {max: 101%}}}\n", 3, 37, "from 0% to 100%"},
    {"an unknown zone", "- {id: a, line: {zone: [head, boddy]}}\n", 3, 31,
     "must be head, body or tail, not \"boddy\"; did you mean \"body\"?"},
    {"a repetition of nothing known", "- {id: a, line: {repeats: below}}\n", 3, 27,
     "must be headline, above or earlier"},
    {"letters true", "- {id: a, line: {letters: true}}\n", 3, 27, "must be none or some"},
    {"case in another word", "- {id: a, line: {match: 'x', case: sensitive}}\n", 3, 36,
     "must be exact, not \"sensitive\""},
    {"case with nothing to compare", "- {id: a, line: {words: {max: 3}, case: exact}}\n", 3, 41,
     "\"case\" without is, starts, contains or match"},
    {"an empty list of literals", "- {id: a, line: {is: []}}\n", 3, 22, "must be one value or more, not an empty list"},
    {"an empty literal", "- {id: a, line: {is: [ad, '']}}\n", 3, 27, "\"is\" in rule \"a\" must be text, not empty"},
    {"a literal of punctuation", "- {id: a, line: {is: '***'}}\n", 3, 22,
     "nothing is left of \"***\" without its outer punctuation"},
    {"a start of punctuation", "- {id: a, line: {starts: '>>'}}\n", 3, 26, "without its leading punctuation"},
    {"a list in a list of literals", "- {id: a, line: {is: [[ad]]}}\n", 3, 23, "must be text, not a list"},
    {"a condition that asks nothing", "- {id: a, line: {}}\n", 3, 17,
     "\"line\" in rule \"a\" must be a map, not an empty map"},
    {"an empty list of conditions", "- {id: a, line: {any: []}}\n", 3, 23,
     "must be a list of conditions, not an empty list"},
    {"one condition where a list belongs", "- {id: a, line: {all: {is: b}}}\n", 3, 23,
     "must be a list of conditions, not a map"},
    {"a neighbour asked for its distance only", "- {id: a, line: {above: {within: 3}}}\n", 3, 25,
     "a condition that asks nothing, in rule \"a\""},
    {"a neighbour too far away", "- {id: a, line: {below: {within: 101, is: b}}}\n", 3, 34, "from 1 to 100"},
    {"no line above, and more of it", "- {id: a, line: {above: {none: true, is: b}}}\n", 3, 25,
     "\"none\" stands alone"},
    {"no line above, but false", "- {id: a, line: {above: {none: false}}}\n", 3, 32, "must be true"},
    {"marked in a line rule", "- {id: a, line: {marked: ad}}\n", 3, 26,
     "\"marked\" cannot be asked by a line, block, span or document rule"},
    {"marked deep in a span rule", "- {id: a, span: {match: 'x', unless: {any: [{marked: any}]}}}\n", 3, 54,
     "\"marked\" cannot be asked"},
    {"a category that no rule has", "- {id: promo.x, line: 'x'}\n- {id: a, tail: {marked: [prmo]}}\n", 4, 27,
     "no rule has the category \"prmo\", in rule \"a\"; did you mean \"promo\"?"},

    /* units */
    {"a section without its heading", "- {id: a, section: {until: end}}\n", 3, 20,
     "no \"from\" in rule \"a\"; it needs one"},
    {"a section that ends at a slip", "- {id: a, section: {from: 'x', until: ende}}\n", 3, 39,
     "\"until\" in rule \"a\" must be end, blank or prose, not \"ende\"; did you mean \"end\"?"},
    {"a section that ends before no prose", "- {id: a, section: {from: 'x', until: {prose: 0}}}\n", 3, 47,
     "from 1 to 1000"},
    {"a section as a list", "- {id: a, section: ['x', 'y']}\n", 3, 20, "must be a map or a pattern, not a list"},
    {"a run without a condition", "- {id: a, run: {min-lines: 3}}\n", 3, 16,
     "no condition in the run of rule \"a\"; it would take every line"},
    {"a run that cannot be", "- {id: a, run: {match: 'x', min-lines: 5, max-lines: 4}}\n", 3, 54,
     "\"max-lines\" is below the least number of lines, 5"},
    {"a run of one default", "- {id: a, run: {match: 'x', max-lines: 1}}\n", 3, 40, "the least number of lines, 2"},
    {"a tail without a condition", "- {id: a, tail: {limit: 2}}\n", 3, 17, "no condition in the tail of rule \"a\""},
    {"a score without points", "- {id: a, tail: {score: 2}}\n", 3, 25, "\"score\" without \"points\", in rule \"a\""},
    {"points without a score", "- {id: a, head: {points: [{add: 1, match: 'x'}]}}\n", 3, 26,
     "\"points\" without \"score\""},
    {"a point that adds nothing", "- {id: a, tail: {score: 2, points: [{match: 'x'}]}}\n", 3, 37,
     "no \"add\" in rule \"a\""},
    {"a point for anything", "- {id: a, tail: {score: 2, points: [{add: 2}]}}\n", 3, 37,
     "a condition that asks nothing"},
    {"a span without a pattern", "- {id: a, span: {words: {max: 3}}}\n", 3, 17, "no \"match\" in rule \"a\""},
    {"a share of marked lines out of range", "- {id: a, run: {match: 'x', marked: {min: -1%}}}\n", 3, 43,
     "from 0% to 100%"},

    /* when */
    {"a when that asks nothing", "- {id: a, when: {}, line: 'x'}\n", 3, 17,
     "\"when\" in rule \"a\" must be a map, not an empty map"},
    {"a language that is none", "- {id: a, when: {lang: 'pt BR'}, line: 'x'}\n", 3, 24,
     "must be a language code such as pt or pt-BR, not \"pt BR\""},
    {"an unknown key in when", "- {id: a, when: {langs: [pt]}, line: 'x'}\n", 3, 18, "did you mean \"lang\"?"},
    {"a field glob in a list", "- {id: a, when: {field: {desk: [a, b]}}, line: 'x'}\n", 3, 32,
     "\"desk\" in rule \"a\" must be text, not a list"},

    /* patterns */
    {"a pattern in double quotes", "- {id: a, line: {match: \"\\\\bmore\"}}\n", 3, 25,
     "pattern in double quotes, in rule \"a\"; use single quotes"},
    {"a shorthand in double quotes", "- {id: a, line: \"more\"}\n", 3, 17, "pattern in double quotes"},
    {"a span in double quotes", "- {id: a, span: \"more\"}\n", 3, 17, "pattern in double quotes"},
    {"a define in double quotes", "winnow: 1\ndefine: {x: \"more\"}\n", 2, 13,
     "pattern in double quotes, in the policy"},
    {"a pattern with an open bracket", "- {id: a, line: 'ab(c'}\n", 3, 22,
     "missing closing parenthesis, in a pattern of rule \"a\""},
    {"a pattern with nothing to repeat", "- {id: a, line: {match: ['ok', 'a**+b']}}\n", 3, 35,
     "in a pattern of rule \"a\""},
    {"a pattern that begins with a verb", "- {id: a, line: '(*UTF)x'}\n", 3, 18, "in a pattern of rule \"a\""},
    {"a pattern of single bytes", "- {id: a, line: 'a\\C'}\n", 3, 19, "in a pattern of rule \"a\""},
    {"capitals where case does not count", "- {id: a, line: 'a\\p{Lu}'}\n", 3, 19, "in a pattern of rule \"a\""},
    {"capitals in a caseless part", "- {id: a, line: {match: 'a(?i)\\p{Lu}', case: exact}}\n", 3, 31,
     "in a pattern of rule \"a\""},
    {"an empty pattern", "- {id: a, line: ''}\n", 3, 17, "\"line\" in rule \"a\" must be a pattern, not empty"},
    {"an empty pattern in a list", "- {id: a, line: ['x', '']}\n", 3, 23, "must be a pattern, not empty"},

    /* defines */
    {"a missing define", "winnow: 1\ndefine: {socials: 'x'}\nrules: [{id: a, line: 'to %{social}'}]\n", 3, 27,
     "no define \"social\", in rule \"a\"; did you mean \"socials\"?"},
    {"a missing define in a define", "winnow: 1\ndefine: {one: 'x%{two}'}\n", 2, 17,
     "no define \"two\", in define \"one\""},
    {"a define that contains itself", "winnow: 1\ndefine: {one: 'x%{one}'}\n", 2, 17,
     "%{one} leads back to itself, in define \"one\""},
    {"defines in a circle", "winnow: 1\ndefine: {one: '%{two}', two: 'y%{one}'}\n", 2, 32,
     "%{one} leads back to itself, in define \"two\""},
    {"a define with a strange name", "winnow: 1\ndefine: {'a b': 'x'}\n", 2, 10, "\"a b\" cannot name a define"},
    {"a fault inside a define", "winnow: 1\ndefine: {bad: 'x)'}\nrules: [{id: a, line: 'to %{bad} go'}]\n", 3, 27,
     "in a pattern of rule \"a\""},
    {"a fault after a define", "winnow: 1\ndefine: {good: 'xyz'}\nrules: [{id: a, line: 'to %{good} g)o'}]\n", 3, 36,
     "unmatched closing parenthesis, in a pattern of rule \"a\""},

    /* overrides */
    {"an override of a stranger",
     "winnow: 1\nrules: [{id: ad.label, line: 'x'}]\noverrides: [{rules: {ad.labl: off}}]\n", 3, 22,
     "no rule \"ad.labl\", in override 1; did you mean \"ad.label\"?"},
    {"an override without rules", "winnow: 1\noverrides: [{when: {lang: de}}]\n", 2, 13, "no \"rules\" in override 1"},
    {"an override of an id", "winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides: [{rules: {a: {id: b}}}]\n", 3, 26,
     "unknown key \"id\" in override 1; it cannot be overridden"},
    {"an override of hits", "winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides: [{rules: {a: {hits: [x]}}}]\n", 3, 26,
     "it cannot be overridden"},
    {"an override that is a word", "winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides: [{rules: {a: of}}]\n", 3, 25,
     "\"a\" in override 1 must be off or on, not \"of\"; did you mean \"off\"?"},
    {"an override that adds a unit", "winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides: [{rules: {a: {span: 'y'}}}]\n",
     3, 26, "\"span\" beside \"line\", in rule \"a\", as overridden"},
    {"a conditional override that breaks a rule",
     "winnow: 1\nrules: [{id: a, run: {match: 'x', max-lines: 4}}]\n"
     "overrides: [{when: {lang: de}, rules: {a: {run: {min-lines: 5}}}}]\n",
     2, 46, "\"max-lines\" is below the least number of lines, 5, in rule \"a\", as overridden"},
    {"a bad pattern in an override",
     "winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides: [{when: {source: '*.example.org'}, rules: {a: {line: "
     "'y)'}}}]\n",
     3, 67, "unmatched closing parenthesis, in a pattern of rule \"a\", as overridden"},
    {"an override that waits for prose",
     "winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides: [{when: {prose-lines: {min: 3}}, rules: {a: off}}]\n", 3, 20,
     "only the when of a rule can ask them"},

    /* tests */
    {"a test without text", "winnow: 1\ntests: [{name: empty}]\n", 2, 9, "no \"text\" in test 1; it needs one"},
    {"a line of a test without a mark", "winnow: 1\ntests:\n- text: |\n    =|Boats came in.\n    Boats left.\n", 5, 5,
     "line without a mark, in test 1; begin it with =| -| +| or ?|"},
    {"a blank line in a test", "winnow: 1\ntests:\n- text: |\n    =|Boats came in.\n\n    =|Boats left.\n", 5, 1,
     "blank line, in test 1"},
    {"a replacement of nothing", "winnow: 1\ntests:\n- text: |\n    =|Boats came in.\n    +|Ships left.\n", 5, 5,
     "+| without -| above it, in test 1"},
    {"an unknown verdict", "winnow: 1\ntests: [{text: '=|a', verdict: clean}]\n", 2, 32, "did you mean \"cleaned\"?"},
    {"a test at level 9", "winnow: 1\ntests: [{text: '=|a', level: 9}]\n", 2, 30, "from 1 to 3"},
};

static char *with_head(const char *text)
{
    const char *head = strncmp(text, "- ", 2) || !strncmp(text, "- winnow", 8) ? "" : HEAD;
    char       *whole = malloc(strlen(head) + strlen(text) + 1);
    ck_assert_ptr_nonnull(whole);
    strcpy(whole, head);
    strcat(whole, text);
    return whole;
}

static wn_status load(const char *text, wn_error **error)
{
    wn_policy *policy = NULL;
    wn_status  status = wn_policy_load(&(wn_layer){"p.yaml", {text, strlen(text)}}, 1, NULL, &policy, error);
    wn_policy_free(policy);
    return status;
}

START_TEST(each_fault_is_refused_at_its_place)
{
    const fault         *f = &faults[_i];
    char                *text = with_head(f->text);
    wn_error            *error = NULL;
    wn_status            status = load(text, &error);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_msg(status == WN_BAD_POLICY && item, "%s: not refused", f->name);
    ck_assert_msg(item->line == f->line && item->column == f->column && !strcmp(item->file, "p.yaml"),
                  "%s: at %s:%u:%u, not %u:%u: %s", f->name, item->file, (unsigned)item->line, (unsigned)item->column,
                  (unsigned)f->line, (unsigned)f->column, item->message);
    ck_assert_msg(strstr(item->message, f->says) != NULL, "%s: says \"%s\", not \"%s\"", f->name, item->message,
                  f->says);
    ck_assert_msg(wn_error_count(error) == 1, "%s: also \"%s\"", f->name,
                  wn_error_count(error) > 1 ? wn_error_at(error, 1)->message : "");
    wn_error_free(error);
    free(text);
}
END_TEST

START_TEST(a_refusal_needs_no_error_list)
{
    ck_assert_int_eq(load(HEAD "- {id: a, lne: 'x'}\n", NULL), WN_BAD_POLICY);
}
END_TEST

START_TEST(several_faults_are_told_at_once)
{
    wn_error *error = NULL;
    ck_assert_int_eq(load(HEAD "- {id: a, lne: 'x'}\n- {id: b, line: 'x('}\n- {id: c, line: {words: 3}}\n", &error),
                     WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(error), 3);
    for (uint32_t i = 0; i < 3; i++)
        ck_assert_uint_eq(wn_error_at(error, i)->line, i + 3);
    wn_error_free(error);
}
END_TEST

START_TEST(equal_ids_in_two_files_are_told_with_both_places)
{
    const char *one = HEAD "- {id: ad.label, line: 'x'}\n", *two = HEAD "\n- {id: ad.label, line: 'y'}\n";
    wn_layer    layers[] = {{"one.yaml", {one, strlen(one)}}, {"two.yaml", {two, strlen(two)}}};
    wn_error   *error = NULL;
    wn_policy  *policy = NULL;
    ck_assert_int_eq(wn_policy_load(layers, 2, NULL, &policy, &error), WN_BAD_POLICY);
    const wn_error_item *item = wn_error_at(error, 0);
    ck_assert_str_eq(item->file, "two.yaml");
    ck_assert_uint_eq(item->line, 4);
    ck_assert_ptr_nonnull(strstr(item->message, "at one.yaml:3:3; to change a rule of another file use overrides"));
    wn_error_free(error);
}
END_TEST

START_TEST(a_policy_needs_a_layer_with_a_name)
{
    wn_policy *policy = NULL;
    ck_assert_int_eq(wn_policy_load(NULL, 0, NULL, &policy, NULL), WN_BAD_ARGUMENT);
    ck_assert_int_eq(wn_policy_load(&(wn_layer){NULL, {"winnow: 1", 9}}, 1, NULL, &policy, NULL), WN_BAD_ARGUMENT);
    ck_assert_ptr_null(policy);
}
END_TEST

/* `count` rules, or other entries, in one text; `entry` has one %zu. */
static char *repeat(const char *head, const char *entry, size_t count)
{
    size_t room = strlen(head) + count * (strlen(entry) + 12) + 1, at = strlen(head);
    char  *text = malloc(room);
    ck_assert_ptr_nonnull(text);
    memcpy(text, head, at);
    text[at] = '\0';
    for (size_t i = 0; i < count; i++)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        at += (size_t)snprintf(text + at, room - at, entry, i);
#pragma GCC diagnostic pop
    return text;
}

static void expect_limit(char *text, const char *says)
{
    wn_error *error = NULL;
    ck_assert_int_eq(load(text, &error), WN_BAD_POLICY);
    ck_assert_msg(strstr(wn_error_at(error, 0)->message, says) != NULL, "says \"%s\"", wn_error_at(error, 0)->message);
    wn_error_free(error);
    free(text);
}

START_TEST(a_hundred_thousand_rules_are_refused)
{
    expect_limit(repeat(HEAD, "- {id: r%zu, line: x}\n", 100000), "more than 20000 rules in one policy");
}
END_TEST

START_TEST(too_many_overrides_are_refused)
{
    expect_limit(repeat("winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides:\n", "- {rules: {a: {level: 1}}} # %zu\n",
                        5000),
                 "more than 4096 overrides in one policy");
}
END_TEST

START_TEST(too_many_defines_are_refused)
{
    expect_limit(repeat("winnow: 1\ndefine:\n", " d%zu: x\n", 1001), "more than 1000 defines in one policy");
}
END_TEST

START_TEST(defines_that_explode_are_refused)
{
    char text[4096] = "winnow: 1\ndefine:\n d30: x\n";
    for (int i = 0; i < 30; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), " d%d: '%%{d%d}%%{d%d}'\n", i, i + 1, i + 1);
    wn_error *error = NULL;
    ck_assert_int_eq(load(text, &error), WN_BAD_POLICY);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 0)->message, "pattern over 65536 bytes, its defines put in"));
    wn_error_free(error);
}
END_TEST

START_TEST(too_many_exact_literals_in_one_rule_are_refused)
{
    char *list = repeat(HEAD "- id: a\n  line:\n    case: exact\n    is:\n",
                        "    - Long enough a literal to fill a pattern soon enough, number %zu\n", 2000);
    expect_limit(list, "bytes of literals with case: exact, in rule \"a\"");
}
END_TEST

START_TEST(too_many_costly_patterns_are_refused_with_a_ranking)
{
    expect_limit(repeat(HEAD "- {id: worst, line: ['(a+)+b$', '(a+)+c$']}\n", "- {id: r%zu, line: '(x+)+y$'}\n", 2400),
                 "the costliest rules are \"worst\" (");
}
END_TEST

START_TEST(too_many_lasting_overrides_of_a_rule_are_refused)
{
    expect_limit(repeat("winnow: 1\nrules: [{id: a, line: 'x'}]\noverrides:\n", "- {rules: {a: {level: 1}}} # %zu\n",
                        65),
                 "more than 64 overrides without when for rule \"a\"");
}
END_TEST

START_TEST(at_most_twenty_errors_are_shown)
{
    char     *text = repeat(HEAD, "- {id: r%zu, lne: x}\n", 1000);
    wn_error *error = NULL;
    ck_assert_int_eq(load(text, &error), WN_BAD_POLICY);
    ck_assert_uint_eq(wn_error_count(error), 20);
    ck_assert_ptr_nonnull(strstr(wn_error_at(error, 19)->message, "more errors were left out"));
    wn_error_free(error);
    free(text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("policy errors");
    TCase *tests = tcase_create("policy errors");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, each_fault_is_refused_at_its_place, 0, (int)(sizeof faults / sizeof faults[0]));
    tcase_add_test(tests, a_refusal_needs_no_error_list);
    tcase_add_test(tests, several_faults_are_told_at_once);
    tcase_add_test(tests, equal_ids_in_two_files_are_told_with_both_places);
    tcase_add_test(tests, a_policy_needs_a_layer_with_a_name);
    tcase_add_test(tests, a_hundred_thousand_rules_are_refused);
    tcase_add_test(tests, too_many_overrides_are_refused);
    tcase_add_test(tests, too_many_defines_are_refused);
    tcase_add_test(tests, defines_that_explode_are_refused);
    tcase_add_test(tests, too_many_exact_literals_in_one_rule_are_refused);
    tcase_add_test(tests, too_many_costly_patterns_are_refused_with_a_ranking);
    tcase_add_test(tests, too_many_lasting_overrides_of_a_rule_are_refused);
    tcase_add_test(tests, at_most_twenty_errors_are_shown);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
