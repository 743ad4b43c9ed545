using MLNetDeep.Neural.Conformance;

namespace MLNetDeep.Neural.Tests.Cpu;

public class CpuOptimizerTests : OptimizerConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}
