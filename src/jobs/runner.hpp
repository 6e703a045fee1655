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
    /// For work that waits on it by itself.
    const std::stop_token& stop() const { return m_stop; }
    /// Throws Cancelled once cancel was asked for.
    void check() const;

private:
    std::stop_token m_stop;
    std::atomic<double> m_done{-1};
};

struct Cancelled {};

/// Who may stop a job.
enum class Stop : std::uint8_t {
    by_user,     ///< cancel() and all below
    by_program,  ///< a newer job of its key, cancel_all(), and the runner's end
    never        ///< nobody: once started it is carried out, before the runner ends too
};

struct Terms {
    Stop stop = Stop::by_user;
    bool ahead = false;  ///< goes before those in the queue that do not
    /// Runs in deliver() in place of the delivery when the job was stopped or failed: to take back what was set when
    /// it was started. It must not throw.
    std::function<void()> otherwise = {};
};

struct Status {
    std::uint64_t id = 0;
    std::string title;
    double done = -1;       ///< 0..1, negative unknown
    bool stoppable = true;  ///< by cancel()
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
/// delivery becomes a no-op. Every job that was started ends in exactly one of: its delivery, its `otherwise`, the
/// runner's end.
class Runner {
public:
    using Delivery = std::function<void()>;
    using Work = std::function<Delivery(Progress&)>;

    /// `wake` is called from a worker when something can be delivered (glfwPostEmptyEvent).
    explicit Runner(std::function<void()> wake = {}, unsigned threads = 2);
    ~Runner();  ///< cancels all that may be stopped and waits
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    /// \returns an id that no other job of the program has.
    std::uint64_t start(std::string title, std::string key, Work work, Terms terms = {});
    /// Asks the job to stop; what it has not delivered yet it never will. An unknown id, or that of a job which the
    /// user may not stop, does nothing.
    void cancel(std::uint64_t id);
    void cancel_all();  ///< but those that nobody may stop
    /// Runs finished deliveries; exceptions of jobs come back as failures (Cancelled does not). Returns true when
    /// anything was delivered, failed or took something back.
    bool deliver();
    std::vector<Failure> take_failures();
    std::vector<Status> status() const;  ///< queued and running, oldest first, without cancelled ones
    bool idle() const;                   ///< nothing queued, running (also when cancelled) or waiting for delivery

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace tuantra::jobs
