#include "app/progress.hpp"

#include "app/table.hpp"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace tuantra::app {

namespace {

volatile sig_atomic_t asked_to_stop = 0;
struct sigaction before_int, before_term;

void on_signal(int)
{
    asked_to_stop = 1;
}

}  // namespace

Progress::Progress(const std::string& title, bool quiet)
    : m_title(cut(one_line(title), 40)),
      m_shown(!quiet && ::isatty(STDERR_FILENO) == 1),
      m_start(std::chrono::steady_clock::now()),
      m_last(m_start)
{
    asked_to_stop = 0;
    struct sigaction action = {};
    action.sa_handler = on_signal;
    // one shot: a second Ctrl-C must end a program that does not reach its next tick
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &action, &before_int);
    ::sigaction(SIGTERM, &action, &before_term);
}

Progress::~Progress()
{
    ::sigaction(SIGINT, &before_int, nullptr);
    ::sigaction(SIGTERM, &before_term, nullptr);
    if (m_drawn) std::fputs("\r\033[K", stderr);
}

void Progress::retitle(const std::string& title)
{
    m_title = cut(one_line(title), 40);
    m_start = std::chrono::steady_clock::now();
}

void Progress::check()
{
    if (asked_to_stop != 0) throw Interrupted{};
}

void Progress::tick(double done)
{
    check();
    if (!m_shown) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - m_last < std::chrono::milliseconds(100)) return;
    m_last = now;
    const double seconds = std::chrono::duration<double>(now - m_start).count();
    constexpr int width = 30;
    const int filled = static_cast<int>(std::clamp(done, 0.0, 1.0) * width);
    std::string bar(static_cast<std::size_t>(filled), '#');
    bar.append(static_cast<std::size_t>(width - filled), '.');
    if (done < 0)
        std::fprintf(stderr, "\r\033[K%s  %.0f s", m_title.c_str(), seconds);
    else
        std::fprintf(stderr, "\r\033[K%s [%s] %3.0f %%  %.0f s", m_title.c_str(), bar.c_str(), done * 100, seconds);
    std::fflush(stderr);
    m_drawn = true;
}

}  // namespace tuantra::app
