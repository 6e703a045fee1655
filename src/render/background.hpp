#pragma once
#include <chrono>
#include <future>
#include <optional>
#include <utility>

namespace tuantra::render {

/// One piece of work at a time on a thread of its own. The work owns copies of all it reads and touches no GL.
template <typename T>
class Background {
public:
    /// Only when nothing runs.
    template <typename Work>
    void start(Work work)
    {
        m_coming = std::async(std::launch::async, std::move(work));
    }
    /// From start until its result is taken.
    bool running() const { return m_coming.valid(); }
    /// The result, once, as soon as it is there; with `wait`, whenever something runs. Throws what the work threw.
    std::optional<T> take(bool wait)
    {
        if (!m_coming.valid()) return std::nullopt;
        if (!wait && m_coming.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return std::nullopt;
        return m_coming.get();
    }

private:
    std::future<T> m_coming;  ///< its destructor waits for the work
};

/// Below this many points, work is done at once rather than beside the frame: it takes a few milliseconds.
inline constexpr std::size_t little_work = 20'000;

}  // namespace tuantra::render
