using System.Collections.Immutable;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Trained parameters that the optimizer updates together, as one tensor.</summary>
/// <remarks>
/// Small parameters share one buffer, and one for their gradients, to which libtorch adds them: few calls then update all of them. A large
/// parameter is a group of its own, and takes the gradient that libtorch has computed as it is, since adding it would cost another pass.
/// </remarks>
/// <param name="Parameters">The indices of the parameters.</param>
/// <param name="Values">All values, which are updated in place.</param>
/// <param name="SharedGradient">The gradients of all values; null if the group is one parameter.</param>
internal sealed record ParameterGroup(ImmutableArray<int> Parameters, Tensor Values, Tensor? SharedGradient) : IDisposable
{
    public void Dispose()
    {
        Values.Dispose();
        SharedGradient?.Dispose();
    }
}
