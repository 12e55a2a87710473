/* condition.c: one function for each key of a condition, in a table; the rest is putting them
 * together.
 *
 * A map of several keys becomes ALL with the cheap questions first, so that PCRE2 is asked last. The
 * order does not depend on how the author wrote them. */
#include "policy/condition.h"

#include <string.h>

/* The map a key is read from. */
typedef struct context {
    wn_reader     *reader;
    const wn_node *map;
    wn_stratum     stratum;
    bool           is_exact;
} context;

/* A key of a condition: what its value becomes. `detail` is the feature or the operator. */
typedef struct key_reader {
    const char *word;
    const wn_condition *(*read)(const context *c, const wn_node *value, int detail);
    int detail;
} key_reader;

/* ---- making nodes ---- */

static wn_condition *make(wn_reader *reader, wn_op op, const wn_node *node)
{
    wn_condition *condition = wn_reader_alloc(reader, 1, sizeof *condition);
    if (condition)
        *condition = (wn_condition){.op = op, .node = node};
    return condition;
}

static wn_condition *make_parent(wn_reader *reader, wn_op op, const wn_node *node, size_t room)
{
    wn_condition *condition = make(reader, op, node);
    if (condition)
        condition->kids = wn_reader_alloc(reader, room, sizeof *condition->kids);
    return condition && condition->kids ? condition : NULL;
}

static void add_kid(wn_condition *parent, const wn_condition *kid)
{
    parent->kids[parent->kid_count++] = kid;
}

/* ALL and ANY of one are that one. */
static const wn_condition *without_lone(const wn_condition *parent)
{
    bool is_lone = parent && parent->kid_count == 1 && (parent->op == WN_OP_ALL || parent->op == WN_OP_ANY);
    return is_lone ? parent->kids[0] : parent;
}

/* How dear a question is: features and counts, then literals, neighbours, patterns. */
static int price_of(const wn_condition *condition)
{
    int dearest = 0;
    switch (condition->op) {
    case WN_OP_MATCH:
        return 4;
    case WN_OP_ABOVE:
    case WN_OP_BELOW:
    case WN_OP_REPEATS:
        return 3;
    case WN_OP_IS:
    case WN_OP_STARTS:
    case WN_OP_CONTAINS:
        return 1;
    case WN_OP_ALL:
    case WN_OP_ANY:
    case WN_OP_NOT:
    case WN_OP_SCORE:
    case WN_OP_POINT:
        for (size_t i = 0; i < condition->kid_count; i++) {
            int price = price_of(condition->kids[i]);
            dearest = price > dearest ? price : dearest;
        }
        return dearest;
    default:
        return 0;
    }
}

/* Whether `a` is asked before `b`: by price, exceptions last because they seldom hold, then by operator
 * and number, never by the order in the file. */
static bool is_before(const wn_condition *a, const wn_condition *b)
{
    int price = price_of(a), other = price_of(b);
    if (price != other)
        return price < other;
    if ((a->op == WN_OP_NOT) != (b->op == WN_OP_NOT))
        return b->op == WN_OP_NOT;
    return a->op != b->op ? a->op < b->op : a->a < b->a;
}

static void add_by_price(wn_condition *parent, const wn_condition *kid)
{
    size_t at = parent->kid_count++;
    for (; at > 0 && is_before(kid, parent->kids[at - 1]); at--)
        parent->kids[at] = parent->kids[at - 1];
    parent->kids[at] = kid;
}

/* ---- keys ---- */

static const wn_condition *read_phrases(const context *c, const wn_node *value, int op)
{
    size_t           count;
    const wn_phrase *phrases = wn_phrases_read(c->reader, (wn_op)op, value, &count);
    wn_condition    *has = phrases ? make(c->reader, (wn_op)op, value) : NULL;
    if (!has)
        return NULL;
    has->phrases = phrases;
    has->phrase_count = count;
    if (!c->is_exact)
        return has;
    const wn_expression *exactly = wn_phrases_exactly(c->reader, (wn_op)op, value, phrases, count);
    wn_condition        *matches = exactly ? make(c->reader, WN_OP_MATCH, value) : NULL;
    if (!matches)
        return NULL;
    matches->expression = exactly;
    return wn_condition_both(c->reader, has, matches);
}

static const wn_condition *read_pattern(wn_reader *reader, const wn_node *scalar, bool is_exact)
{
    const wn_expression *expression = wn_expression_read(reader, scalar, is_exact);
    wn_condition        *matches = expression ? make(reader, WN_OP_MATCH, scalar) : NULL;
    if (matches)
        matches->expression = expression;
    return matches;
}

static const wn_condition *read_match(const context *c, const wn_node *value, int detail)
{
    (void)detail;
    wn_condition *any = make_parent(c->reader, WN_OP_ANY, value, wn_item_count(value));
    bool          is_good = any != NULL;
    for (size_t i = 0; any && i < wn_item_count(value); i++) {
        const wn_condition *one = read_pattern(c->reader, wn_item(value, i), c->is_exact);
        if (one)
            add_kid(any, one);
        is_good &= one != NULL;
    }
    return is_good ? without_lone(any) : NULL;
}

static const wn_condition *read_range(const context *c, const wn_node *value, int op)
{
    wn_condition *condition = make(c->reader, (wn_op)op, value);
    bool          is_share = op == WN_OP_PROSE_BEFORE || op == WN_OP_PROSE_AFTER;
    if (condition) {
        condition->a = wn_number_of(value, "min", 0);
        condition->b = wn_number_of(value, "max", is_share ? 1000 : WN_NONE);
    }
    return condition;
}

static const wn_condition *read_feature(const context *c, const wn_node *value, int feature)
{
    wn_condition *condition = make(c->reader, WN_OP_FEATURE, value);
    if (condition) {
        condition->a = (uint32_t)feature;
        condition->flag = !strcmp(value->text.data, "true") || !strcmp(value->text.data, "some");
    }
    return condition;
}

static const wn_condition *read_repeats(const context *c, const wn_node *value, int detail)
{
    static const char *const words[] = {"headline", "above", "earlier", NULL};
    (void)detail;
    wn_condition *condition = make(c->reader, WN_OP_REPEATS, value);
    if (condition)
        condition->a = (uint32_t)wn_word_index(words, value->text);
    return condition;
}

static const wn_condition *read_zone(const context *c, const wn_node *value, int detail)
{
    static const char *const words[] = {"head", "body", "tail", NULL};
    (void)detail;
    wn_condition *condition = make(c->reader, WN_OP_ZONE, value);
    for (size_t i = 0; condition && i < wn_item_count(value); i++)
        condition->a |= 1u << wn_word_index(words, wn_item(value, i)->text); /* WN_ZONE_HEAD and so on */
    return condition;
}

static const wn_condition *read_position(const context *c, const wn_node *value, int op)
{
    wn_condition *condition = make(c->reader, (wn_op)op, value);
    int32_t       lines = 0;
    if (condition && wn_read_integer(value->text, &lines))
        condition->a = (uint32_t)lines;
    return condition;
}

static const wn_condition *read_category(const context *c, const wn_node *name)
{
    wn_condition *condition = make(c->reader, WN_OP_MARKED, name);
    if (condition)
        condition->category = strcmp(name->text.data, "any") ? name->text.data : NULL;
    return condition;
}

static const wn_condition *read_marked(const context *c, const wn_node *value, int detail)
{
    (void)detail;
    if (c->stratum == WN_STRATUM_LINES) {
        wn_complain(&c->reader->complaints, &value->place,
                    "\"marked\" cannot be asked by a line, block, span or document rule, in %s; use it in section, "
                    "run, tail or head",
                    c->reader->complaints.owner);
        return NULL;
    }
    wn_condition *any = make_parent(c->reader, WN_OP_ANY, value, wn_item_count(value));
    for (size_t i = 0; any && i < wn_item_count(value); i++) {
        const wn_condition *one = read_category(c, wn_item(value, i));
        if (!one)
            return NULL;
        add_kid(any, one);
    }
    return without_lone(any);
}

static const wn_condition *read_list(wn_reader *reader, wn_op op, const wn_node *list, wn_stratum stratum)
{
    wn_condition *parent = make_parent(reader, op, list, list->count);
    bool          is_good = parent != NULL;
    for (size_t i = 0; parent && i < list->count; i++) {
        const wn_condition *one = wn_condition_read(reader, WN_MAP_CONDITION, list->values[i], stratum);
        if (one)
            add_kid(parent, one);
        is_good &= one != NULL;
    }
    return is_good ? without_lone(parent) : NULL;
}

static const wn_condition *read_several(const context *c, const wn_node *value, int op)
{
    return read_list(c->reader, (wn_op)op, value, c->stratum);
}

static const wn_condition *read_unless(const context *c, const wn_node *value, int detail)
{
    (void)detail;
    const wn_condition *inner = wn_condition_read(c->reader, WN_MAP_CONDITION, value, c->stratum);
    wn_condition       *negation = inner ? make_parent(c->reader, WN_OP_NOT, value, 1) : NULL;
    if (negation)
        add_kid(negation, inner);
    return negation;
}

static const wn_condition *read_neighbour(const context *c, const wn_node *value, int op)
{
    return wn_condition_read_neighbour(c->reader, (wn_op)op, value, c->stratum);
}

static const key_reader key_readers[] = {
    {"is", read_phrases, WN_OP_IS},
    {"starts", read_phrases, WN_OP_STARTS},
    {"contains", read_phrases, WN_OP_CONTAINS},
    {"match", read_match, 0},
    {"words", read_range, WN_OP_WORDS},
    {"chars", read_range, WN_OP_CHARS},
#define X(name, word) {word, read_feature, WN_FEATURE_##name},
    WN_FEATURES(X)
#undef X
        {"repeats", read_repeats, 0},
    {"zone", read_zone, 0},
    {"first", read_position, WN_OP_FIRST},
    {"last", read_position, WN_OP_LAST},
    {"prose-before", read_range, WN_OP_PROSE_BEFORE},
    {"prose-after", read_range, WN_OP_PROSE_AFTER},
    {"marked", read_marked, 0},
    {"any", read_several, WN_OP_ANY},
    {"all", read_several, WN_OP_ALL},
    {"unless", read_unless, 0},
    {"above", read_neighbour, WN_OP_ABOVE},
    {"below", read_neighbour, WN_OP_BELOW},
};

static const key_reader *find_key_reader(wn_bytes word)
{
    for (size_t i = 0; i < sizeof key_readers / sizeof key_readers[0]; i++)
        if (strlen(key_readers[i].word) == word.size && !memcmp(key_readers[i].word, word.data, word.size))
            return &key_readers[i];
    return NULL;
}

/* ---- maps ---- */

/* `case` says how texts are compared; without any it says nothing. */
static void check_case(const context *c)
{
    const wn_node *map = c->map;
    if (!wn_node_get(map, "case") || wn_node_get(map, "is") || wn_node_get(map, "starts") ||
        wn_node_get(map, "contains") || wn_node_get(map, "match"))
        return;
    wn_complain(&c->reader->complaints, &wn_node_get(map, "case")->place,
                "\"case\" without is, starts, contains or match beside it, in %s; it holds for its own map only",
                c->reader->complaints.owner);
}

bool wn_condition_read_keys(wn_reader *reader, wn_map_id map, const wn_node *node, wn_stratum stratum,
                            const wn_condition **condition)
{
    context       c = {reader, node, stratum, wn_node_get(node, "case") != NULL};
    size_t        before = reader->complaints.count;
    wn_condition *all = make_parent(reader, WN_OP_ALL, node, node->count);
    *condition = NULL;
    for (size_t i = 0; all && i < node->count; i++) {
        bool                is_foreign = map != WN_MAP_CONDITION && wn_map_owns(map, node->keys[i]->text);
        const key_reader   *key = is_foreign ? NULL : find_key_reader(node->keys[i]->text);
        const wn_condition *one = key ? key->read(&c, node->values[i], key->detail) : NULL;
        if (one)
            add_by_price(all, one);
    }
    if (all && map != WN_MAP_SPAN)
        check_case(&c);
    if (reader->complaints.count != before)
        return false;
    *condition = all->kid_count ? without_lone(all) : NULL;
    return true;
}

/* A map that must ask something. */
static const wn_condition *read_map(wn_reader *reader, wn_map_id map, const wn_node *node, wn_stratum stratum)
{
    const wn_condition *condition;
    if (!wn_condition_read_keys(reader, map, node, stratum, &condition))
        return NULL;
    if (!condition)
        wn_complain(&reader->complaints, &node->place, "a condition that asks nothing, in %s; it would hold everywhere",
                    reader->complaints.owner);
    return condition;
}

const wn_condition *wn_condition_read(wn_reader *reader, wn_map_id map, const wn_node *node, wn_stratum stratum)
{
    if (node->kind == WN_NODE_SCALAR)
        return read_pattern(reader, node, false);
    if (node->kind == WN_NODE_LIST)
        return read_list(reader, WN_OP_ANY, node, stratum);
    return read_map(reader, map, node, stratum);
}

static const wn_condition *read_none(wn_reader *reader, wn_op op, const wn_node *node)
{
    if (node->count > 1) {
        wn_complain(&reader->complaints, &node->place, "\"none\" stands alone, in %s; there is no line to ask more of",
                    reader->complaints.owner);
        return NULL;
    }
    wn_condition *condition = make(reader, op, node);
    if (condition) {
        condition->a = WN_NONE;
        condition->b = 1;
    }
    return condition;
}

const wn_condition *wn_condition_read_neighbour(wn_reader *reader, wn_op op, const wn_node *node, wn_stratum stratum)
{
    if (wn_node_get(node, "none"))
        return read_none(reader, op, node);
    const wn_condition *asked = wn_condition_read(reader, WN_MAP_NEIGHBOUR, node, stratum);
    wn_condition       *condition = asked ? make_parent(reader, op, node, 1) : NULL;
    if (!condition)
        return NULL;
    add_kid(condition, asked);
    condition->b = wn_number_of(node, "within", 1);
    return condition;
}

/* ---- scores ---- */

static const wn_condition *read_point(wn_reader *reader, const wn_node *map, wn_stratum stratum)
{
    const wn_condition *asked = read_map(reader, WN_MAP_POINT, map, stratum);
    wn_condition       *point = asked ? make_parent(reader, WN_OP_POINT, map, 1) : NULL;
    if (!point)
        return NULL;
    point->n = (int16_t)wn_number_of(map, "add", 0);
    add_kid(point, asked);
    return point;
}

const wn_condition *wn_condition_read_score(wn_reader *reader, const wn_node *points, uint32_t score,
                                            wn_stratum stratum)
{
    if (points->count > WN_POINTS_MAX) {
        wn_complain(&reader->complaints, &points->place, "more than %d entries of points, in %s; use fewer",
                    WN_POINTS_MAX, reader->complaints.owner);
        return NULL;
    }
    wn_condition *sum = make_parent(reader, WN_OP_SCORE, points, points->count);
    bool          is_good = sum != NULL;
    for (size_t i = 0; sum && i < points->count; i++) {
        const wn_condition *point = read_point(reader, points->values[i], stratum);
        if (point)
            add_kid(sum, point);
        is_good &= point != NULL;
    }
    if (sum)
        sum->n = (int16_t)score;
    return is_good ? sum : NULL;
}

const wn_condition *wn_condition_both(wn_reader *reader, const wn_condition *one, const wn_condition *other)
{
    if (!one || !other)
        return one ? one : other;
    wn_condition *all = make_parent(reader, WN_OP_ALL, one->node, 2);
    if (all) {
        add_kid(all, one);
        add_kid(all, other);
    }
    return all;
}

/* ---- questions ---- */

static bool asks_end_itself(const wn_condition *condition)
{
    switch (condition->op) {
    case WN_OP_ZONE:
        return condition->a & (WN_ZONE_BODY | WN_ZONE_TAIL);
    case WN_OP_LAST:
    case WN_OP_PROSE_BEFORE:
    case WN_OP_PROSE_AFTER:
        return true;
    default:
        return false;
    }
}

bool wn_condition_needs_end(const wn_condition *condition)
{
    if (!condition)
        return false;
    for (size_t i = 0; i < condition->kid_count; i++)
        if (wn_condition_needs_end(condition->kids[i]))
            return true;
    return asks_end_itself(condition);
}

void wn_condition_walk(const wn_condition *condition, void (*visit)(void *user, const wn_condition *condition),
                       void               *user)
{
    if (!condition)
        return;
    visit(user, condition);
    for (size_t i = 0; i < condition->kid_count; i++)
        wn_condition_walk(condition->kids[i], visit, user);
}
