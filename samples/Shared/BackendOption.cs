using System.CommandLine;
using MLNetDeep.Neural;
#if TORCH
using MLNetDeep.TorchSharp;
#endif

namespace MLNetDeep.Samples;

/// <summary>The command-line option for the backend that trains. TorchSharp is there only in builds with the property Torch.</summary>
internal static class BackendOption
{
    private const string Cpu = "cpu";
    private const string Torch = "torch";
    private const string Cuda = "cuda";

    /// <summary>Creates the option.</summary>
    public static Option<string> Create() => new Option<string>("--backend")
    {
        Description = "What trains: cpu for MLNetDeep itself, torch for TorchSharp on the CPU, cuda for TorchSharp on a CUDA device. "
            + "torch and cuda need a build with -p:Torch=cpu, cuda-windows or cuda-linux.",
        DefaultValueFactory = _ => Cpu,
    }.AcceptOnlyFromAmong(Cpu, Torch, Cuda);

    /// <summary>Returns the chosen backend.</summary>
    /// <exception cref="ArgumentException">The program was built without TorchSharp; the message says how to build it.</exception>
    public static IComputeBackend Read(ParseResult result, Option<string> option) => result.GetValue(option) switch
    {
#if TORCH
        Torch => TorchBackend.Cpu(),
        Cuda => TorchBackend.Cuda(),
#else
        Torch => throw NotBuiltIn(Torch, "cpu"),
        Cuda => throw NotBuiltIn(Cuda, OperatingSystem.IsWindows() ? "cuda-windows" : "cuda-linux"),
#endif
        _ => CpuBackend.Instance,
    };

#if !TORCH
    private static ArgumentException NotBuiltIn(string backend, string property) => new(
        $"--backend {backend} needs TorchSharp, which this program was built without. Build or run it with -p:Torch={property}, as in: "
        + $"dotnet run -c Release -p:Torch={property} --project samples/{typeof(BackendOption).Assembly.GetName().Name} -- --backend {backend}");
#endif
}
