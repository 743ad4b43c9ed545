using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural.Tests.Cpu;

public class ThreadTeamTests
{
    private const long LargeWork = long.MaxValue;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Run_runs_every_tile_once(int threads)
    {
        using ThreadTeam team = new(threads);
        Assert.Equal(threads, team.Size);
        int[] counts = new int[100];
        Action<int> count = tile => Interlocked.Increment(ref counts[tile]);
        for (int round = 1; round <= 2000; round++)
        {
            int tiles = round % 101;
            Array.Clear(counts);
            team.Run(tiles, LargeWork, count);
            for (int tile = 0; tile < counts.Length; tile++)
            {
                Assert.Equal(tile < tiles ? 1 : 0, counts[tile]);
            }
        }
    }

    [Fact]
    public void Run_wakes_sleeping_threads()
    {
        using ThreadTeam team = new(3);
        int done = 0;
        for (int round = 0; round < 5; round++)
        {
            Thread.Sleep(20);
            team.Run(10, LargeWork, _ => Interlocked.Increment(ref done));
        }

        Assert.Equal(50, done);
    }

    [Fact]
    public void Run_shares_tiles_among_threads()
    {
        using ThreadTeam team = new(2);
        HashSet<int> seen = [];

        // Each of the two tiles waits for the other to start, so one thread alone would never finish.
        using Barrier both = new(2);
        team.Run(2, LargeWork, _ =>
        {
            both.SignalAndWait();
            lock (seen)
            {
                seen.Add(Environment.CurrentManagedThreadId);
            }
        });
        Assert.Equal(2, seen.Count);
        Assert.Contains(Environment.CurrentManagedThreadId, seen);
    }

    [Fact]
    public void The_caller_runs_small_jobs_and_CallerOnly_jobs_alone()
    {
        using ThreadTeam team = new(2);
        HashSet<int> seen = [];
        team.Run(20, 10, _ => seen.Add(Environment.CurrentManagedThreadId));
        ThreadTeam.CallerOnly.Run(20, LargeWork, _ => seen.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([Environment.CurrentManagedThreadId], seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_rethrows_an_exception_and_the_team_stays_usable(int threads)
    {
        using ThreadTeam team = new(threads);
        for (int round = 0; round < 50; round++)
        {
            Assert.Equal("7", Assert.Throws<FormatException>(() => team.Run(20, LargeWork, Throw)).Message);
        }

        int done = 0;
        team.Run(20, LargeWork, _ => Interlocked.Increment(ref done));
        Assert.Equal(20, done);

        static void Throw(int tile)
        {
            if (tile == 7)
            {
                throw new FormatException("7");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_background_task_runs_once_and_FinishBackgroundTask_rethrows_its_exception(int threads)
    {
        using ThreadTeam team = new(threads);
        int runs = 0, tiles = 0;
        for (int round = 1; round <= 200; round++)
        {
            team.BeginBackgroundTask(() => Interlocked.Increment(ref runs));
            team.Run(5, LargeWork, _ => Interlocked.Increment(ref tiles));
            team.FinishBackgroundTask();
            Assert.Equal((round, round * 5), (runs, tiles));
        }

        team.BeginBackgroundTask(() => throw new FormatException("background task"));
        Assert.Equal("background task", Assert.Throws<FormatException>(team.FinishBackgroundTask).Message);
        team.FinishBackgroundTask();
    }

    [Fact]
    public void With_IsAlone_the_caller_runs_every_tile_in_order()
    {
        using ThreadTeam team = new(3) { IsAlone = true };
        List<(int Tile, int Thread)> seen = [];
        team.Run(20, LargeWork, tile => seen.Add((tile, Environment.CurrentManagedThreadId)));
        Assert.Equal(Enumerable.Range(0, 20).Select(tile => (tile, Environment.CurrentManagedThreadId)), seen);
    }

    [Fact]
    public void Dispose_ends_the_threads()
    {
        ThreadTeam team = new(4);
        List<Thread> threads = [];
        using (Barrier all = new(4))
        {
            team.Run(4, LargeWork, _ =>
            {
                all.SignalAndWait();
                lock (threads)
                {
                    threads.Add(Thread.CurrentThread);
                }
            });
        }

        team.Dispose();
        Assert.Equal(3, threads.Count(thread => !thread.IsAlive));
        team.Dispose();
    }

    [Fact]
    public void Idle_threads_end_and_the_next_job_starts_them_again()
    {
        using ThreadTeam team = new(3);
        Assert.Equal(2, team.RunningThreads);
        Assert.True(SpinWait.SpinUntil(() => team.RunningThreads == 0, TimeSpan.FromSeconds(30)));
        for (int round = 0; round < 3; round++)
        {
            int[] counts = new int[64];
            team.Run(counts.Length, LargeWork, tile => counts[tile]++);
            Assert.All(counts, count => Assert.Equal(1, count));
        }

        Assert.Equal(2, team.RunningThreads);
    }
}
