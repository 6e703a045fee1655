#include "domain/geo.hpp"
