import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode, useEffect, useMemo } from 'react';
import { useLanguage } from '../i18n';
import { nonce } from './nonce';
import { useDark, useStill } from './prefs';
import { queries } from './queries';
import { router } from './router';
import { themeOf } from './theme';

export function App() {
  const language = useLanguage();
  const dark = useDark();
  const still = useStill();
  const theme = useMemo(() => themeOf(dark, still), [dark, still]);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.lang = language;
  }, [dark, language]);
  return (
    <StrictMode>
      <ConfigProvider
        locale={language === 'en' ? enUS : zhCN} theme={theme} csp={nonce ? { nonce } : undefined}
        button={{ autoInsertSpace: false }}
      >
        <AntApp className="frame">
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </AntApp>
      </ConfigProvider>
    </StrictMode>
  );
}
