#include "view/camera.hpp"
