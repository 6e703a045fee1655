#pragma once
#include <chrono>
#include <string>

namespace tuantra::app {

/// Ctrl-C or a polite kill was asked for while a Progress lived.
struct Interrupted {};

/// A bar on standard error while long work runs, on a terminal only; and Ctrl-C as an exception at the next tick. One
/// at a time. A second Ctrl-C ends the program at once.
class Progress {
public:
    Progress(const std::string& title, bool quiet);
    ~Progress();  ///< wipes the bar
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// What the bar is of from now on.
    void retitle(const std::string& title);
    /// done in 0..1, negative while unknown. Throws Interrupted.
    void tick(double done);
    /// Throws Interrupted.
    static void check();

private:
    std::string m_title;
    bool m_shown;
    bool m_drawn = false;
    std::chrono::steady_clock::time_point m_start, m_last;
};

}  // namespace tuantra::app
