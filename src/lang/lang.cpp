#include "lang/lang.hpp"
