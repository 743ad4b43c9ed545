using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;

namespace MLNetDeep.TorchSharp;

/// <summary>Loads the native library libtorch before its first use. TorchSharp's own messages about failures name wrong causes.</summary>
internal static class TorchLibrary
{
    private static readonly Lock s_lock = new();
    private static readonly Assembly s_torchSharp = typeof(torch).Assembly;
    private static volatile bool s_isLoaded;

    /// <summary>The version of TorchSharp, which its packages with libtorch have too.</summary>
    public static string Version { get; } = s_torchSharp.GetName().Version!.ToString(3);

    /// <summary>The number of CPU threads that libtorch had when it was loaded here.</summary>
    public static int DefaultThreads { get; private set; }

    /// <summary>Loads libtorch if it is not loaded yet. Each call that fails says why.</summary>
    /// <remarks>No type of TorchSharp may be used before, or its initializer fails for the rest of the process.</remarks>
    /// <exception cref="DllNotFoundException">
    /// It does not load. The message says why and what to do: which package to add, for example.
    /// </exception>
    public static void Load()
    {
        if (s_isLoaded)
        {
            return;
        }

        lock (s_lock)
        {
            if (!s_isLoaded)
            {
                LoadNow();
                s_isLoaded = true;
            }
        }
    }

    /// <summary>Loads libtorch and counts its CUDA devices. 0 if it has no CUDA or finds no device.</summary>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    public static int CountCudaDevices()
    {
        Load();
        return torch.cuda.is_available() ? torch.cuda.device_count() : 0;
    }

    /// <summary>Loads libtorch and throws if it has no CUDA device of this index.</summary>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    /// <exception cref="NotSupportedException">There is no such device. The message says what is missing.</exception>
    public static void RequireCuda(int index)
    {
        if (FindCudaProblem(index) is { } problem)
        {
            throw new NotSupportedException(problem);
        }
    }

    /// <summary>Loads libtorch and says why it has no CUDA device of this index; null if it has one.</summary>
    /// <exception cref="DllNotFoundException">libtorch does not load.</exception>
    public static string? FindCudaProblem(int index)
    {
        int devices = CountCudaDevices();
        if (index >= 0 && index < devices)
        {
            return null;
        }

        bool hasCuda = NativeLibrary.TryLoad("torch_cuda", s_torchSharp, null, out _);
        return CudaFailure.Describe(index, devices, hasCuda, NativeSystem.Current, Version);
    }

    private static void LoadNow()
    {
        // TorchSharp loads them in this order too: LibTorchSharp needs torch_cpu.
        NativeLibrary.TryLoad("torch_cpu", s_torchSharp, null, out _);
        try
        {
            NativeLibrary.Load("LibTorchSharp", s_torchSharp, null);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            if (!IsInPackageFolder())
            {
                throw new DllNotFoundException(
                    LoadFailure.Describe(e.Message, NativeSystem.Current, Version, ProbedFolders.Contain("torch_cpu")), e);
            }
        }

        torch.InitializeDeviceType(DeviceType.CPU);
        DefaultThreads = torch.get_num_threads();
    }

    // Notebooks and scripts use TorchSharp.dll where NuGet has put it; TorchSharp then looks for libtorch among the packages.
    private static bool IsInPackageFolder() => s_torchSharp.Location is { Length: > 0 } location
        && Path.GetFullPath(Path.Combine(location, "../../../..")) is { } package
        && Path.GetFileName(package).Equals("torchsharp", StringComparison.OrdinalIgnoreCase);
}
