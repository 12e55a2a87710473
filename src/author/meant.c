/* meant.c: looks findings up in `lint-ignore`. */
#include "author/meant.h"

#include <string.h>

const wn_node *wn_meant_list(const wn_node *map)
{
    return wn_node_get(map, "lint-ignore");
}

static bool has(const wn_node *list, const char *finding)
{
    for (size_t i = 0; list && i < wn_item_count(list); i++)
        if (strcmp(wn_item(list, i)->text.data, finding) == 0)
            return true;
    return false;
}

bool wn_is_meant(const wn_rule_source *rule, const wn_definition *definition, const char *finding)
{
    return has(wn_meant_list(definition->node), finding) || has(wn_meant_list(rule->file->root), finding);
}
