using MLNetDeep.Mpi.Tests.Support;

namespace MLNetDeep.Mpi.Tests.Training;

/// <summary>Trainings in real processes, with dropout and batch normalization: see tests/MpiRanks/TrainingChecks.cs.</summary>
public sealed class SameTrainingTests
{
    private const int Steps = 200;

    // The largest difference is 6e-6, of a loss that has fallen to 0.06.
    private const double Tolerance = 5e-5;

    [Fact]
    public void Any_number_of_processes_trains_as_one()
    {
        MpiInstallation installation = MpiInstallation.Require(MpiInstallation.OpenMpi, "Open MPI");
        RankResults[] runs = [.. new[] { 1, 2, 2, 4 }.Select(ranks => RankResults.Run(installation, ranks, "train"))];
        try
        {
            double[] alone = runs[0].Of<double>(0, "losses alone");
            Assert.Equal(Steps, alone.Length);
            Assert.InRange(alone[^10..].Average(), 0, alone[0] / 2);
            Assert.Equal(alone, runs[0].OfAll<double>("losses"));
            foreach (RankResults run in runs[1..])
            {
                double largest = alone.Zip(run.OfAll<double>("losses"), (one, many) => Math.Abs(many - one) / one).Max();
                Assert.True(largest <= Tolerance, $"{run.Size} ranks: the losses differ by {largest:G3} of their values.");
            }

            // The same number of ranks: the same bits.
            Assert.Equal(runs[1].OfAll<double>("losses"), runs[2].OfAll<double>("losses"));
            Assert.Equal(runs[1].OfAll<float>("weights"), runs[2].OfAll<float>("weights"));
        }
        finally
        {
            Array.ForEach(runs, run => run.Dispose());
        }
    }
}
