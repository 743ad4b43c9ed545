using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchTrajectoryTests : TrajectoryConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
