using System.Collections.Immutable;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <content>The start of a training in several processes; see <see cref="FitOptions.GradientExchange"/>.</content>
public sealed partial class Network
{
    // Throws in all ranks if they are about to train in different ways, or on other rows in memory. Returns the options with the checkpoint of
    // rank 0.
    private static FitOptions AgreeWithRanks(FitOptions options, TrainingIdentity identity, TrainingData? training, TrainingData? validation)
    {
        if (options.GradientExchange is not { } exchange)
        {
            return options;
        }

        RankStart.Check(options, identity, validation?.RowCount ?? 0);
        if (training is not null)
        {
            FirstRows.Check(exchange, training, "training");
        }

        if (validation is { RowCount: > 0 })
        {
            FirstRows.Check(exchange, validation, "validation");
        }

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
        TrainingIdentity identity = TrainingIdentity.Create(Spec, options, source: null);
        TakeWeightsOfRank0(AgreeWithRanks(options with { ResumeFrom = null }, identity, training: null, validation: null));
        return StartTrainer(options);
    }
}
