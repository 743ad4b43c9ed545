using MLNetDeep.Neural;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests.Support;

/// <summary>A backend whose sessions begin and end each step.</summary>
internal sealed class BegunStepsBackend(IComputeBackend inner) : WrappedBackend(inner)
{
    protected override ITrainingSession Wrap(ITrainingSession session) => new Session(session);

    private sealed class Session(ITrainingSession inner) : WrappedSession(inner)
    {
        public override EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
        {
            BeginStep(data, rows);
            return EndStep();
        }
    }
}
