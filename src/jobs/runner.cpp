#include "jobs/runner.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <thread>
#include <utility>

namespace tuantra::jobs {
namespace {

struct Job {
    Job(std::uint64_t id_, std::string title_, std::string key_, Runner::Work work_, Terms terms_)
        : id(id_), title(std::move(title_)), key(std::move(key_)), terms(std::move(terms_)), work(std::move(work_))
    {
    }

    const std::uint64_t id;
    const std::string title;
    const std::string key;
    const Terms terms;
    Runner::Work work;  // used by one worker only
    std::stop_source stop;
    Progress progress{stop.get_token()};
    Runner::Delivery delivery;  // written by the worker before it queues the job as finished
    std::string failure;        // likewise; empty when it did not fail
    bool failed = false;
};

using JobPtr = std::shared_ptr<Job>;

std::uint64_t next_id()
{
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

}  // namespace

void Progress::check() const
{
    if (cancelled()) throw Cancelled{};
}

struct Runner::Impl {
    explicit Impl(std::function<void()> wake_) : wake(std::move(wake_)) {}

    std::function<void()> wake;
    mutable std::mutex mutex;
    std::condition_variable changed;
    bool stopping = false;
    std::deque<JobPtr> queued;
    std::vector<JobPtr> running;
    std::vector<JobPtr> finished;
    std::vector<Failure> failures;  // only the UI thread
    std::vector<std::jthread> workers;

    void work();
    void run(Job& job);
    void cancel_where(const std::function<bool(const Job&)>& asked);
};

void Runner::Impl::run(Job& job)
{
    try {
        job.delivery = job.work(job.progress);
    } catch (const Cancelled&) {
    } catch (const std::exception& e) {
        job.failed = true;
        job.failure = e.what();
    } catch (...) {
        job.failed = true;
        job.failure = "unknown error";
    }
    // What the job captured is large (a whole data set): it goes with the work, not with the last mention of the job.
    job.work = nullptr;
}

void Runner::Impl::work()
{
    for (;;) {
        JobPtr job;
        {
            std::unique_lock lock(mutex);
            changed.wait(lock, [&] { return stopping || !queued.empty(); });
            if (queued.empty()) return;
            job = std::move(queued.front());
            queued.pop_front();
            running.push_back(job);
        }
        run(*job);
        bool quiet = false;
        {
            const std::lock_guard lock(mutex);
            running.erase(std::find(running.begin(), running.end(), job));
            finished.push_back(std::move(job));
            quiet = stopping;
        }
        if (wake && !quiet) wake();
    }
}

// What a cancelled job that never ran captured may take long to free: it is let go outside the lock.
void Runner::Impl::cancel_where(const std::function<bool(const Job&)>& asked)
{
    const auto wanted = [&](const Job& job) { return job.terms.stop != Stop::never && asked(job); };
    std::vector<Runner::Work> let_go;
    const std::lock_guard lock(mutex);
    for (const auto& job : running)
        if (wanted(*job)) job->stop.request_stop();
    for (const auto& job : finished)
        if (wanted(*job)) job->stop.request_stop();
    const auto kept = std::stable_partition(queued.begin(), queued.end(), [&](const JobPtr& j) { return !wanted(*j); });
    for (auto it = kept; it != queued.end(); ++it) {
        (*it)->stop.request_stop();
        let_go.push_back(std::move((*it)->work));
        if ((*it)->terms.otherwise) finished.push_back(std::move(*it));
    }
    queued.erase(kept, queued.end());
}

Runner::Runner(std::function<void()> wake, unsigned threads) : m_impl(std::make_unique<Impl>(std::move(wake)))
{
    for (unsigned i = 0; i < std::max(1U, threads); ++i)
        m_impl->workers.emplace_back([impl = m_impl.get()] { impl->work(); });
}

Runner::~Runner()
{
    {
        const std::lock_guard lock(m_impl->mutex);
        m_impl->stopping = true;
    }
    cancel_all();
    m_impl->changed.notify_all();
    m_impl->workers.clear();
}

std::uint64_t Runner::start(std::string title, std::string key, Work work, Terms terms)
{
    if (!key.empty()) m_impl->cancel_where([&](const Job& job) { return job.key == key; });
    const std::uint64_t id = next_id();
    auto job = std::make_shared<Job>(id, std::move(title), std::move(key), std::move(work), std::move(terms));
    {
        const std::lock_guard lock(m_impl->mutex);
        auto& queued = m_impl->queued;
        const auto place = job->terms.ahead ? std::find_if(queued.begin(), queued.end(),
                                                           [](const JobPtr& other) { return !other->terms.ahead; })
                                            : queued.end();
        queued.insert(place, std::move(job));
    }
    m_impl->changed.notify_one();
    return id;
}

void Runner::cancel(std::uint64_t id)
{
    m_impl->cancel_where([id](const Job& job) { return job.id == id && job.terms.stop == Stop::by_user; });
}

void Runner::cancel_all()
{
    m_impl->cancel_where([](const Job&) { return true; });
}

bool Runner::deliver()
{
    bool any = false;
    // One at a time, because a delivery may start or cancel jobs, also those that wait here.
    const auto end = [this] {
        const std::lock_guard lock(m_impl->mutex);
        return m_impl->finished.size();
    }();
    for (std::size_t i = 0; i < end; ++i) {
        JobPtr job;
        {
            const std::lock_guard lock(m_impl->mutex);
            if (m_impl->finished.empty()) break;
            job = std::move(m_impl->finished.front());
            m_impl->finished.erase(m_impl->finished.begin());
        }
        if (job->progress.cancelled()) {
            if (job->terms.otherwise) job->terms.otherwise();
            any = any || job->terms.otherwise;
            continue;
        }
        any = true;
        if (!job->failed && job->delivery) {
            try {
                job->delivery();
            } catch (const std::exception& e) {
                job->failed = true;
                job->failure = e.what();
            } catch (...) {
                job->failed = true;
                job->failure = "unknown error";
            }
        }
        if (!job->failed) continue;
        if (job->terms.otherwise) job->terms.otherwise();
        m_impl->failures.push_back({job->id, job->title, job->failure});
    }
    return any;
}

std::vector<Failure> Runner::take_failures()
{
    return std::exchange(m_impl->failures, {});
}

std::vector<Status> Runner::status() const
{
    std::vector<Status> all;
    {
        const std::lock_guard lock(m_impl->mutex);
        const auto add = [&](const JobPtr& job) {
            if (!job->progress.cancelled())
                all.push_back({job->id, job->title, job->progress.done(), job->terms.stop == Stop::by_user});
        };
        std::for_each(m_impl->running.begin(), m_impl->running.end(), add);
        std::for_each(m_impl->queued.begin(), m_impl->queued.end(), add);
    }
    std::sort(all.begin(), all.end(), [](const Status& a, const Status& b) { return a.id < b.id; });
    return all;
}

bool Runner::idle() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->queued.empty() && m_impl->running.empty() && m_impl->finished.empty();
}

}  // namespace tuantra::jobs
