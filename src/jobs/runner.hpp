#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

namespace tuantra::jobs {

/// What a job may say and must heed while it runs. Thread-safe.
class Progress {
public:
    explicit Progress(std::stop_token stop = {}) : m_stop(std::move(stop)) {}
    /// done in 0..1, or negative while unknown.
    void set(double done) { m_done.store(done, std::memory_order_relaxed); }
    double done() const { return m_done.load(std::memory_order_relaxed); }
    bool cancelled() const { return m_stop.stop_requested(); }
    /// Throws Cancelled once cancel was asked for.
    void check() const;

private:
    std::stop_token m_stop;
    std::atomic<double> m_done{-1};
};

struct Cancelled {};

struct Status {
    std::uint64_t id = 0;
    std::string title;
    double done = -1;  ///< 0..1, negative unknown
};

struct Failure {
    std::uint64_t id = 0;
    std::string title;
    std::string what;
};

/// Runs work off the UI thread. All members are called on one thread (the UI thread).
///
/// A job takes its input by value and returns a closure, which deliver() runs on the UI thread. It must not touch the
/// model, a panel or a GL object. A job started under a non-empty key cancels the earlier one of that key, whose
/// delivery becomes a no-op.
class Runner {
public:
    using Delivery = std::function<void()>;
    using Work = std::function<Delivery(Progress&)>;

    /// `wake` is called from a worker when something can be delivered (glfwPostEmptyEvent).
    explicit Runner(std::function<void()> wake = {}, unsigned threads = 2);
    ~Runner();  ///< cancels all and waits
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    std::uint64_t start(std::string title, std::string key, Work work);
    /// Asks the job to stop; what it has not delivered yet it never will. An unknown id does nothing.
    void cancel(std::uint64_t id);
    /// Runs finished deliveries; exceptions of jobs come back as failures (Cancelled does not). Returns true when
    /// anything was delivered or failed.
    bool deliver();
    std::vector<Failure> take_failures();
    std::vector<Status> status() const;  ///< queued and running, oldest first, without cancelled ones
    bool idle() const;  ///< nothing queued, running (also when cancelled) or waiting for delivery

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace tuantra::jobs
