#include "analysis/line_density.hpp"
