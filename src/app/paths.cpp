#include "app/paths.hpp"
