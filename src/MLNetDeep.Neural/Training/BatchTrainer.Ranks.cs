using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural;

/// <content>Trainings whose ranks exchange gradients or weights; see <see cref="FitOptions.GradientExchange"/>.</content>
public sealed partial class BatchTrainer
{
    // A number beyond any sum of losses. It tells the other ranks of a loss that is not finite while the weights are averaged all the same.
    private const double NotFiniteLoss = 1e300;

    // The number of steps after which the ranks last had equal weights.
    private long _comparedSteps;

    /// <summary>
    /// Averages the weights of the ranks after some local steps. The ranks then have the same weights and the same optimizer state.
    /// </summary>
    /// <param name="result">The result of this rank's rows since the last average.</param>
    /// <returns>The sum of the results of all ranks.</returns>
    /// <exception cref="TrainingDivergedException">The loss was NaN or infinite in a rank. All ranks throw, with averaged weights.</exception>
    internal EvaluationResult AverageWeights(EvaluationResult result)
    {
        lock (_sessionLock)
        {
            EvaluationResult sent = double.IsFinite(result.LossSum) && !_isDiverged ? result : result with { LossSum = NotFiniteLoss };
            EvaluationResult sum = Session.AverageWeights(Options.GradientExchange!, sent);
            if (!(sum.LossSum < NotFiniteLoss / 2))
            {
                if (double.IsFinite(sum.LossSum))
                {
                    // The averaged weights may be infinite too. The caller learns of both with one exception.
                    CheckFinite();
                }
                else
                {
                    // The session's weights are not defined. The network keeps those that it has.
                    (_isDiverged, _unpublishedSteps) = (true, 0);
                }

                throw TrainingDivergedException.ForLocalSteps(this);
            }

            CompareWeights(Options.WeightCheckInterval);
            return sum;
        }
    }

    /// <summary>Compares the weights of the ranks, unless they were compared within the last steps.</summary>
    /// <param name="interval">The number of steps; 0 to do nothing. Default 1: compares unless no step was taken.</param>
    /// <exception cref="InvalidOperationException">The weights differ. All ranks throw.</exception>
    internal void CompareWeights(int interval = 1)
    {
        if (Options is { GradientExchange: { } exchange, WeightCheckInterval: > 0 } && interval > 0 && Steps - _comparedSteps >= interval)
        {
            _comparedSteps = Steps;
            RankComparison.CheckWeights(exchange, Session.GetWeights(), Steps);
        }
    }

    // A rank must not throw alone, since the others would wait for it: a loss that is not finite is found by all with the next average.
    private EvaluationResult StepLocally(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> positions)
    {
        EvaluationResult result = new(double.NaN, 0, 0);
        if (!_isDiverged)
        {
            SetPositions(positions);
            result = Session.Step(data, rows);
        }

        Steps++;
        _unpublishedSteps++;
        return result;
    }

    private void SetPositions(ReadOnlySpan<int> positions)
    {
        if (Options.GradientExchange is not null)
        {
            Session.SetPositions(positions);
        }
    }
}
