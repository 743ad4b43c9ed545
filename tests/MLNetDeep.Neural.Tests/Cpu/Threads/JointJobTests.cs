using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural.Tests.Cpu;

public class JointJobTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void RunJoint_runs_each_part_at_most_once_before_it_returns(int threads)
    {
        using ThreadTeam team = new(threads);
        long[] last = new long[threads];
        int[] counts = new int[threads];
        for (int round = 1; round <= 3000; round++)
        {
            Assert.Equal(round - 1, team.JointJobCount);
            team.RunJoint((part, number) =>
            {
                Assert.True(number > last[part]);
                last[part] = number;
                counts[part]++;
            });
            Assert.Equal(round, last[0]);
            if (round % 500 == 0)
            {
                Thread.Sleep(5);
            }
        }

        Assert.Equal(3000, counts[0]);
        Assert.All(counts, count => Assert.InRange(count, 0, 3000));
    }

    [Fact]
    public void Each_part_runs_or_is_reported_as_skipped()
    {
        using ThreadTeam team = new(2);
        PaddedLong[] arrived = new PaddedLong[2];
        int ran = 0, skipped = 0;
        for (int round = 0; round < 2000; round++)
        {
            team.RunJoint((part, number) =>
            {
                Volatile.Write(ref arrived[part].Value, number);
                while (Volatile.Read(ref arrived[1 - part].Value) != number)
                {
                    if (part == 0 && team.TrySkip(1))
                    {
                        skipped++;
                        return;
                    }

                    Thread.Yield();
                }

                if (part == 1)
                {
                    ran++;
                }
            });
        }

        Assert.Equal(2000, ran + skipped);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void RunJoint_rethrows_the_exception_of_a_part_and_the_team_stays_usable(int failingPart)
    {
        using ThreadTeam team = new(2);
        bool hasBegun = false;
        void Fail(int part, long number)
        {
            if (part == 1)
            {
                Volatile.Write(ref hasBegun, true);
            }
            else
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref hasBegun), TimeSpan.FromMilliseconds(50));
            }

            if (part == failingPart)
            {
                throw new InvalidOperationException($"part {part}");
            }
        }

        // The second thread may miss a job; see ThreadTeam.RunJoint.
        Exception? thrown = null;
        for (int i = 0; i < 100 && thrown is null; i++)
        {
            thrown = Record.Exception(() => team.RunJoint(Fail));
        }

        Assert.Equal($"part {failingPart}", Assert.IsType<InvalidOperationException>(thrown).Message);
        int done = 0;
        team.RunJoint((part, number) => Interlocked.Add(ref done, part == 0 ? 1 : 0));
        team.Run(10, long.MaxValue, tile => Interlocked.Increment(ref done));
        Assert.Equal(11, done);
    }
}
