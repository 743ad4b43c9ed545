using Microsoft.ML.Runtime;
using MLNetDeep.Interop;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Lets a backend choose its device by the settings of the MLContext: GpuDeviceId and FallbackToCpu.</summary>
internal static class HostDevice
{
    /// <summary>Returns the backend of the chosen device; the same backend if it leaves no choice.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="env">
    /// The environment whose settings decide: a component has those that its MLContext had when the component was made. Null for the defaults.
    /// </param>
    /// <param name="channel">Receives warnings.</param>
    /// <exception cref="InvalidOperationException">There is no such GPU, and FallbackToCpu is false.</exception>
    public static IComputeBackend Choose(IComputeBackend backend, IHostEnvironment? env, IChannel? channel) =>
        backend is IChoosesDevice choice
            ? choice.Choose(
                env is null ? null : MLNetInternals.GpuDeviceIdOf(env),
                env is null || MLNetInternals.FallsBackToCpu(env),
                text => channel?.Warning(MessageSensitivity.None, "{0}", text))
            : backend;
}
