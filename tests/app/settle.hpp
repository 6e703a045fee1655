#pragma once
#include "app/session.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

namespace tuantra::tests {

/// Delivers until no job is left, at most a minute.
inline void settle(app::Session& session)
{
    for (int i = 0; i < 12'000; ++i) {
        session.deliver();
        if (session.idle()) {
            session.deliver();
            if (session.idle()) return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    FAIL("jobs did not end");
}

}  // namespace tuantra::tests
