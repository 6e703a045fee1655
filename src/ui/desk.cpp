#include "ui/desk.hpp"
