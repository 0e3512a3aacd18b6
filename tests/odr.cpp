// Proof that the whole library can be included in two files of one program: every test program links this one too.
#include <equipoise/equipoise.hpp>
