using System.Reflection;
using System.Reflection.Emit;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Native;

/// <summary>
/// The code of the backend calls no method of TorchSharp that makes a number for libtorch on the way: the collector may free it while libtorch
/// reads it. See <see cref="Scalars"/>.
/// </summary>
public class LastingNumbersTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> s_operations = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(operation => operation.Value);

    private static readonly HashSet<MethodBase> s_makers = FindMakers();

    [Fact]
    public void The_methods_that_make_numbers_are_found()
    {
        Assert.Contains(Method("square"), s_makers);
        Assert.Contains(Method("add", typeof(torch.Tensor)), s_makers);
        Assert.Contains(typeof(torch.nn.functional).GetMethod("leaky_relu")!, s_makers);
        Assert.DoesNotContain(Method("mul", typeof(torch.Tensor)), s_makers);
        Assert.DoesNotContain(Method("add", typeof(torch.Tensor), typeof(Scalar)), s_makers);

        static MethodInfo Method(string name, params Type[] parameters) => typeof(torch.Tensor).GetMethod(name, parameters)!;
    }

    [Fact]
    public void The_backend_calls_none_of_them()
    {
        (MethodBase Caller, MethodBase Called)[] calls =
        [
            .. Methods(typeof(TorchBackend).Assembly).SelectMany(caller => CalledBy(caller).Select(called => (caller, called))),
        ];
        Assert.Contains(typeof(torch.Tensor).GetMethod("addcdiv_", [typeof(torch.Tensor), typeof(torch.Tensor), typeof(Scalar)]), calls.Select(call => call.Called));
        Assert.Empty(calls
            .Where(call => s_makers.Contains(call.Called) || IsConversion(call.Called))
            .Select(call => $"{call.Caller.DeclaringType}.{call.Caller.Name} calls {call.Called}"));
    }

    // The methods of TorchSharp that convert numbers implicitly, and those that call them.
    private static HashSet<MethodBase> FindMakers()
    {
        Dictionary<MethodBase, MethodBase[]> calls = Methods(typeof(torch).Assembly)
            .Where(method => method.DeclaringType != typeof(Scalar))
            .ToDictionary(method => method, method => CalledBy(method).ToArray());
        HashSet<MethodBase> makers = [.. calls.Where(call => Array.Exists(call.Value, IsConversion)).Select(call => call.Key)];
        int before;
        do
        {
            before = makers.Count;
            makers.UnionWith(calls.Where(call => Array.Exists(call.Value, makers.Contains)).Select(call => call.Key));
        }
        while (makers.Count > before);

        return makers;
    }

    private static bool IsConversion(MethodBase method) => method.DeclaringType == typeof(Scalar) && method.Name == "op_Implicit";

    private static IEnumerable<MethodBase> Methods(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)));

    private static IEnumerable<MethodBase> CalledBy(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i < code.Length;)
        {
            OpCode operation = s_operations[code[i] == OpCodes.Prefix1.Value ? (short)(0xFE00 | code[++i]) : code[i]];
            i++;
            if ((operation == OpCodes.Call || operation == OpCodes.Callvirt) && Resolve(method, BitConverter.ToInt32(code, i)) is { } called)
            {
                yield return called;
            }

            i += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 * (1 + BitConverter.ToInt32(code, i)),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        try
        {
            Type[]? ofMethod = method.IsGenericMethodDefinition ? method.GetGenericArguments() : null;
            return method.Module.ResolveMethod(token, method.DeclaringType!.GetGenericArguments(), ofMethod);
        }
        catch (FileNotFoundException)
        {
            // A method of a library that is not here.
            return null;
        }
    }
}
