using System.Reflection;
using Microsoft.ML;

namespace MLNetDeep.Tests.Support;

/// <summary>Cancels an MLContext. The method is internal; the package Microsoft.ML.Experimental and AutoML call it.</summary>
internal static class Cancel
{
    private static readonly MethodInfo s_cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public static void Execution(MLContext ml) => s_cancel.Invoke(ml, null);
}
