// Empty declarations of the Microsoft.ML.Core members that MLNetDeep.Loader compiles against.
namespace Microsoft.ML
{
    public interface ITransformer;

    public delegate void SignatureLoadModel(object context);

    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    public sealed class LoadableClassAttribute : Attribute
    {
        public LoadableClassAttribute(Type instType, Type loaderType, Type? argType, Type sigType, string userName, params string[] loadNames)
        {
        }
    }
}

namespace Microsoft.ML.Runtime
{
    public interface IHostEnvironment;
}
