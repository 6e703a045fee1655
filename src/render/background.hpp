#pragma once
#include <chrono>
#include <future>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

namespace tuantra::render {

/// Lets the frames go first, which draw on all cores where there is no GPU: lowers the calling thread's priority.
void make_way();

/// One piece of work at a time on a thread of its own. The work owns copies of all it reads and touches no GL.
template <typename T>
class Background {
public:
    /// Only when nothing runs. The work gives a T; where it takes a stop token it may give std::optional<T>, nullopt
    /// once it was asked to stop.
    template <typename Work>
    void start(Work work)
    {
        m_stop = {};
        if constexpr (std::is_invocable_v<Work, std::stop_token>)
            m_coming = std::async(std::launch::async, [work = std::move(work), stop = m_stop.get_token()] {
                make_way();
                return std::optional<T>(work(stop));
            });
        else
            m_coming = std::async(std::launch::async, [work = std::move(work)] {
                make_way();
                return std::optional<T>(work());
            });
    }
    /// From start until its result is taken.
    bool running() const { return m_coming.valid(); }
    /// Asks the work to stop: nobody wants its result any more.
    void give_up() { m_stop.request_stop(); }
    /// The result, once, as soon as it is there; with `wait`, whenever something runs. Throws what the work threw.
    std::optional<T> take(bool wait)
    {
        if (!m_coming.valid()) return std::nullopt;
        if (!wait && m_coming.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return std::nullopt;
        return m_coming.get();
    }

private:
    std::stop_source m_stop;
    std::future<std::optional<T>> m_coming;  ///< its destructor waits for the work
};

/// Below this many points, work is done at once rather than beside the frame: it takes a few milliseconds.
inline constexpr std::size_t little_work = 20'000;

}  // namespace tuantra::render
