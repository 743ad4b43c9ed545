using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuOptimizerTests : OptimizerConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}
