#pragma once
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace tuantra::analysis {

/// Thrown where a computation heeds its stop token.
struct Stopped {};

inline void check_stop(const std::stop_token& stop)
{
    if (stop.stop_requested()) throw Stopped{};
}

/// Calls work(begin, end) on chunks of [0, n) from as many threads as there are (0: one per core). Which thread takes
/// which chunk is not fixed: work must write only to places of its own indices. The first exception is thrown again
/// here.
template <class Work>
void parallel_chunks(std::size_t n, std::size_t chunk, unsigned threads, const Work& work)
{
    chunk = std::max<std::size_t>(chunk, 1);
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    threads = static_cast<unsigned>(std::min<std::size_t>(threads, (n + chunk - 1) / chunk));
    if (threads <= 1) {
        if (n > 0) work(std::size_t{0}, n);
        return;
    }
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    std::mutex mutex;
    const auto run = [&] {
        try {
            for (std::size_t begin; (begin = next.fetch_add(chunk)) < n;) work(begin, std::min(n, begin + chunk));
        } catch (...) {
            next = n;
            const std::lock_guard lock(mutex);
            if (!failure) failure = std::current_exception();
        }
    };
    {
        std::vector<std::jthread> pool;
        for (unsigned i = 1; i < threads; ++i) pool.emplace_back(run);
        run();
    }
    if (failure) std::rethrow_exception(failure);
}

}  // namespace tuantra::analysis
