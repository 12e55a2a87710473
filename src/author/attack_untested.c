/* attack_untested.c: parts of a rule that no example needs. */
#include "author/prey.h"

wn_status wn_attack_untested(wn_prey *prey)
{
    (void)prey;
    return WN_OK;
}
