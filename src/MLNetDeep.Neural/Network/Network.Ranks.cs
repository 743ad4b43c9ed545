using System.Collections.Immutable;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <content>The start of a training in several processes; see <see cref="FitOptions.GradientExchange"/>.</content>
public sealed partial class Network
{
    // Throws in all ranks if they are about to train in different ways. Returns the options with the checkpoint of rank 0.
    private static FitOptions AgreeWithRanks(FitOptions options, TrainingIdentity identity, int validationRows)
    {
        if (options.GradientExchange is not { } exchange)
        {
            return options;
        }

        RankStart.Check(options, identity, validationRows);
        return options.ResumeFrom is { } checkpoint
            ? options with { ResumeFrom = CheckpointBroadcast.Share(exchange, () => checkpoint) }
            : options;
    }

    private void TakeWeightsOfRank0(FitOptions options)
    {
        if (options.GradientExchange is { } exchange)
        {
            ImmutableArray<long> numbers = RankStart.Share(exchange, [HasInitialWeights ? 1 : 0, .. CurrentBatchesTracked]);
            ImmutableArray<NamedTensor> weights = RankStart.ShareWeights(exchange, CurrentWeights);
            Restore(weights, numbers[1..]);
            HasInitialWeights = numbers[0] == 1;
        }
    }

    // Starts a trainer for batches that the caller chooses.
    private BatchTrainer StartOwnTrainer(FitOptions options)
    {
        options.Check(Spec);
        if (options.TakesLocalSteps)
        {
            throw new ArgumentException(
                $"LocalSteps is {options.LocalSteps}; accepted by TrainOnBatch and CreateTrainer with GradientExchange: 1. Use Fit for more.",
                nameof(options));
        }

        EndTrainer();
        TakeWeightsOfRank0(AgreeWithRanks(options with { ResumeFrom = null }, TrainingIdentity.Create(Spec, options, source: null), validationRows: 0));
        return StartTrainer(options);
    }
}
