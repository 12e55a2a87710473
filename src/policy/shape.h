/* shape.h: whether a part of a policy has the shape that the vocabulary gives it: known keys, and
 * values of the right kind and size. What the values mean together is asked later, by readers that
 * can then trust the shape. */
#ifndef WN_POLICY_SHAPE_H
#define WN_POLICY_SHAPE_H

#include "policy/complaint.h"
#include "policy/node.h"
#include "policy/vocabulary.h"

/* Whether `node` is a map of this kind; complains about all that is not as it should be. The maps in
 * lists of entries (rules, overrides, tests) are left to those who read them. */
bool wn_shape_check(wn_complaints *complaints, wn_map_id map, const wn_node *node);

#endif
