using System.Reflection;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Scalars;

/// <summary>
/// TorchSharp takes the address of a number's Scalar and calls libtorch. Nothing refers to a temporary Scalar during the call, so the garbage
/// collector may free it too early, and libtorch reads other memory: seldom, and with wrong numbers or an exception. So the backend calls no
/// method that makes a temporary Scalar; it keeps its Scalars.
/// </summary>
public class TemporaryScalarTests
{
    [Fact]
    public void The_backend_calls_nothing_that_makes_a_temporary_Scalar()
    {
        HashSet<MethodBase> unsafeMethods =
            [.. typeof(Scalar).GetMethods().Where(method => method.Name == "op_Implicit" && method.ReturnType == typeof(Scalar))];
        Assert.NotEmpty(unsafeMethods);
        (MethodBase Method, MethodBase[] Called)[] torchSharp =
            [.. CalledMethods.Methods(typeof(torch).Assembly).Select(method => (method, CalledMethods.Of(method).Distinct().ToArray()))];
        unsafeMethods.UnionWith(torchSharp.Where(item => item.Called.Any(IsToScalar) && !item.Called.Any(IsDispose)).Select(item => item.Method));
        int before;
        do
        {
            before = unsafeMethods.Count;
            unsafeMethods.UnionWith(torchSharp.Where(item => item.Called.Any(unsafeMethods.Contains)).Select(item => item.Method));
        }
        while (unsafeMethods.Count > before);
        Assert.Contains(typeof(torch.Tensor).GetMethod(nameof(torch.Tensor.square))!, unsafeMethods);

        IEnumerable<string> calls =
            from method in CalledMethods.Methods(typeof(TorchBackend).Assembly)
            from called in CalledMethods.Of(method)
            where unsafeMethods.Contains(called) && !IsToScalar(called)
            select $"{method.DeclaringType!.Name}.{method.Name}: {called}";

        // The backend itself makes Scalars only with ToScalar, which it keeps or disposes after the call.
        Assert.Empty(calls.Distinct().Order(StringComparer.Ordinal));
    }

    private static bool IsToScalar(MethodBase method) => method.DeclaringType == typeof(ScalarExtensionMethods);

    private static bool IsDispose(MethodBase method) => method.Name == nameof(IDisposable.Dispose);
}
