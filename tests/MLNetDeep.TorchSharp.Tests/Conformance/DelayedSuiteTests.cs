using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>The suite on sessions that run as on CUDA, except that they are on the CPU: nothing is computed by the host.</summary>
public class DelayedSessionSuiteTests : SessionConformance
{
    protected override IComputeBackend Backend => LikeCuda;

    internal static TorchBackend LikeCuda { get; } = TorchBackend.Cpu(1) with { ResultDelay = 2, KeepsFeatures = true };
}

public class DelayedLayerSuiteTests : LayerConformance
{
    static DelayedLayerSuiteTests() => SuiteModules.Register();

    protected override IComputeBackend Backend => DelayedSessionSuiteTests.LikeCuda;
}

/// <summary>Steps by BeginStep and EndStep, as a training takes them on CUDA.</summary>
public class DelayedTrajectorySuiteTests : TrajectoryConformance
{
    static DelayedTrajectorySuiteTests() => SuiteModules.Register();

    protected override IComputeBackend Backend { get; } = new BegunStepsBackend(DelayedSessionSuiteTests.LikeCuda);
}

public class DelayedOptimizerSuiteTests : OptimizerConformance
{
    protected override IComputeBackend Backend { get; } = new BegunStepsBackend(DelayedSessionSuiteTests.LikeCuda);
}

public class DelayedLossSuiteTests : LossConformance
{
    protected override IComputeBackend Backend => DelayedSessionSuiteTests.LikeCuda;
}

public class DelayedScorerSuiteTests : ScorerConformance
{
    protected override IComputeBackend Backend => DelayedSessionSuiteTests.LikeCuda;
}
