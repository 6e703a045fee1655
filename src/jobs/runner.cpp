#include "jobs/runner.hpp"
