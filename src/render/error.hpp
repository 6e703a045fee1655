#pragma once
#include <stdexcept>

namespace tuantra::render {

class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace tuantra::render
